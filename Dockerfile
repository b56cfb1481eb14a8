# Built in one stage, run in another: the image that runs has no package cache, no build tools and no root.
FROM python:3.13-slim AS build
WORKDIR /src
RUN python -m venv /venv
COPY constraints.txt pyproject.toml README.md LICENSE manifest.yml ./
COPY bot bot
COPY migrations migrations
RUN /venv/bin/pip install --no-cache-dir --constraint constraints.txt .

FROM python:3.13-slim
RUN useradd --system --create-home --home-dir /data flipside
COPY --from=build /venv /venv
USER flipside
WORKDIR /data
VOLUME /data
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 HOST=0.0.0.0
# The HTTP door listens there; by Socket Mode the bot calls out. SIGTERM drains either.
EXPOSE 3000
STOPSIGNAL SIGTERM
ENTRYPOINT ["/venv/bin/flipside"]
# Nobody outside reaches a playground in here: without tokens it says what is missing, and ends.
CMD ["run", "--connected"]
