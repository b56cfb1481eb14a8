# Built in one stage, run in another: the image that runs has no compiler, no package cache and no root.
FROM python:3.13-slim AS build
WORKDIR /src
RUN python -m venv /venv
COPY constraints.txt pyproject.toml README.md ./
COPY bot bot
COPY migrations migrations
RUN /venv/bin/pip install --no-cache-dir --constraint constraints.txt .

FROM python:3.13-slim
RUN useradd --system --create-home --home-dir /data flipside
COPY --from=build /venv /venv
COPY manifest.yml /data/manifest.yml
USER flipside
WORKDIR /data
VOLUME /data
ENV PYTHONUNBUFFERED=1
# The bot listens on no port: Socket Mode calls out. SIGTERM drains it.
STOPSIGNAL SIGTERM
ENTRYPOINT ["/venv/bin/python", "-m", "bot"]
