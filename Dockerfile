# One image for web, worker, beat and the migration step; docker-compose.yml says which does what.
FROM python:3.11-slim-bookworm

ENV PYTHONUNBUFFERED=1 \
    PIP_NO_CACHE_DIR=1 \
    PIP_DISABLE_PIP_VERSION_CHECK=1 \
    VAR_DIR=/var/lib/frontdesk

# A user of its own, who owns the data folder and nothing else.
RUN useradd --system --uid 10001 --no-create-home --home-dir /nonexistent frontdesk \
    && install -d -o frontdesk -g frontdesk -m 0700 "$VAR_DIR"

WORKDIR /app
COPY requirements.txt .
RUN pip install --require-hashes -r requirements.txt
COPY . .

USER frontdesk
VOLUME ["/var/lib/frontdesk"]
EXPOSE 8000
# /dev/shm, as a heartbeat file on a slow disk makes healthy processes look dead; no control socket, as there is no home.
CMD ["gunicorn", "portal.wsgi:application", "--bind", "0.0.0.0:8000", "--worker-class", "gthread", \
     "--workers", "2", "--threads", "4", "--worker-tmp-dir", "/dev/shm", "--no-control-socket"]
