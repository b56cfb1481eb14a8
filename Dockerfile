# Built in one stage, run in another: the image that runs has no package cache, no build tools and no root.
FROM python:3.13-slim AS build
WORKDIR /src
RUN python -m venv /venv
COPY constraints.txt pyproject.toml README.md ./
COPY bot bot
COPY migrations migrations
# Only what the bot needs stays in the environment; its own code is run from where it lies.
RUN /venv/bin/pip install --no-cache-dir --constraint constraints.txt . && /venv/bin/pip uninstall --yes flipside

FROM python:3.13-slim
RUN useradd --system --create-home --home-dir /data flipside
COPY --from=build /venv /venv
COPY bot /app/bot
COPY migrations /app/migrations
COPY manifest.yml /app/manifest.yml
USER flipside
WORKDIR /data
VOLUME /data
ENV PYTHONPATH=/app PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
# It listens on no port: Socket Mode calls out. SIGTERM drains it.
STOPSIGNAL SIGTERM
ENTRYPOINT ["/venv/bin/python", "-m", "bot"]
