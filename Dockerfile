# The wheel is made in one stage and used in another, which has neither the sources nor a build tool.
FROM python:3.11-slim-bookworm AS wheel
WORKDIR /src
COPY requirements/run.txt requirements/run.txt
RUN python -m venv /opt/habeas \
    && /opt/habeas/bin/pip install --no-cache-dir --require-hashes --requirement requirements/run.txt
COPY . .
RUN /opt/habeas/bin/pip install --no-cache-dir --no-deps --no-build-isolation --no-index .

FROM python:3.11-slim-bookworm
COPY --from=wheel /opt/habeas /opt/habeas
RUN useradd --system --uid 10001 --home-dir /home/habeas --create-home habeas \
    && install -d -o habeas -g habeas -m 0700 /var/lib/habeas
ENV PATH=/opt/habeas/bin:$PATH HABEAS_HOME=/var/lib/habeas PYTHONDONTWRITEBYTECODE=1
USER habeas
VOLUME /var/lib/habeas
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=5s --start-period=120s --retries=6 \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/health', timeout=4)"]
CMD ["sh", "-c", "habeas build && exec habeas serve --host 0.0.0.0 --port 8000"]
