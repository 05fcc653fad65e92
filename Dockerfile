# The bot in a container: docs/deploying.md says how it is run.
#
# The Python and the Debian are those that the tests run on. Every library comes as a wheel, for amd64 and arm64: nothing
# is compiled.

FROM python:3.11-slim-bookworm AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 \
    PIP_NO_CACHE_DIR=1 \
    PIP_ONLY_BINARY=:all: \
    PIP_ROOT_USER_ACTION=ignore
WORKDIR /source
COPY constraints.txt ./
RUN pip install --constraint constraints.txt hatchling
COPY pyproject.toml README.md LICENSE ./
COPY bot ./bot
COPY sync ./sync
COPY migrations ./migrations
COPY examples ./examples
RUN pip wheel --no-build-isolation --no-deps --wheel-dir /wheels .
RUN python -m venv --without-pip /opt/schemabot \
    && pip --python /opt/schemabot/bin/python install --constraint constraints.txt dumb-init /wheels/*.whl

FROM python:3.11-slim-bookworm
LABEL org.opencontainers.image.title="schemabot" \
      org.opencontainers.image.description="Keeps the schemas of PostgreSQL databases identical, from Slack" \
      org.opencontainers.image.licenses="Apache-2.0"
# PostgreSQL asks for an account that has a name, and refuses to run as root. The volume is the account's, as Docker gives
# a new volume the owner that its folder has here.
RUN groupadd --gid 10001 schemabot \
    && useradd --uid 10001 --gid 10001 --home-dir /data --no-create-home --shell /usr/sbin/nologin schemabot \
    && install --directory --owner=schemabot --group=schemabot --mode=0700 /data
COPY --from=build /opt/schemabot /opt/schemabot
ENV PATH=/opt/schemabot/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    SCHEMABOT_CONFIG=/etc/schemabot/schemabot.toml \
    SCHEMABOT_DATA=/data \
    LOG_FORMAT=json \
    PORT=3000
USER 10001:10001
WORKDIR /data
VOLUME ["/data"]
EXPOSE 3000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=2m --retries=3 \
    CMD ["python", "-ISc", "import os, urllib.request as r; r.urlopen('http://127.0.0.1:' + os.environ['PORT'] + '/healthz', timeout=4)"]
# As process 1 the bot would have to bury the processes that PostgreSQL leaves, and the kernel would keep a second SIGTERM
# from it. The first goes to the bot alone: what runs below it is let finish.
ENTRYPOINT ["dumb-init", "--single-child", "--", "schemabot"]
CMD ["serve"]
