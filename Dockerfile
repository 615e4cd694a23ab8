# Two images: habeas, which docker-compose.yml runs as the builder and as the public server, and fuseki.
# The last stage, habeas, is what `docker build .` makes.

FROM python:3.11-slim-bookworm AS wheel
WORKDIR /src
COPY requirements/run.txt requirements/run.txt
RUN python -m venv /opt/habeas \
    && /opt/habeas/bin/pip install --no-cache-dir --require-hashes --requirement requirements/run.txt
COPY . .
RUN /opt/habeas/bin/pip install --no-cache-dir --no-deps --no-build-isolation --no-index .

# The project Apache Jena publishes no image; this one holds the jar that the tests use, brought by Maven.
FROM python:3.11-slim-bookworm AS fuseki-jar
WORKDIR /src
RUN apt-get update \
    && apt-get install -y --no-install-recommends maven \
    && rm -rf /var/lib/apt/lists/*
COPY tests/services/fuseki/pom.xml pom.xml
RUN mvn --quiet --batch-mode dependency:copy-dependencies \
    -DincludeScope=runtime -Dmdep.stripVersion=true -DoutputDirectory=/opt/fuseki

FROM python:3.11-slim-bookworm AS fuseki
RUN apt-get update \
    && apt-get install -y --no-install-recommends openjdk-17-jre-headless \
    && rm -rf /var/lib/apt/lists/*
COPY --from=fuseki-jar /opt/fuseki /opt/fuseki
RUN useradd --uid 10003 --no-create-home --home-dir /var/lib/fuseki --shell /usr/sbin/nologin fuseki \
    && install -d -o fuseki -g fuseki -m 0700 /var/lib/fuseki
USER 10003:10003
EXPOSE 3030
# Who may ask and change it is the user "edition"; without FUSEKI_PASSWORD it does not start.
CMD ["sh", "-c", "umask 077 && printf 'edition: %s\\n' \"${FUSEKI_PASSWORD:?set FUSEKI_PASSWORD}\" > /tmp/passwd \
    && exec java -cp '/opt/fuseki/*' org.apache.jena.fuseki.main.cmds.FusekiMainCmd --port=3030 --ping \
    --tdb2 --loc=/var/lib/fuseki --update --auth=basic --passwd=/tmp/passwd /edition"]

# Two users: 10001 builds and owns what is written, restricted records among it; 10002 serves and can write nothing.
# The builder's home is closed to others; the server's holds nothing but editions.
FROM python:3.11-slim-bookworm AS habeas
RUN useradd --uid 10001 --no-create-home --home-dir /var/lib/habeas --shell /usr/sbin/nologin habeas \
    && useradd --uid 10002 --no-create-home --home-dir /srv/habeas --shell /usr/sbin/nologin habeas-server \
    && install -d -o habeas -g habeas -m 0700 /var/lib/habeas /var/lib/habeas/ingest /var/lib/habeas/ledger \
    && install -d -o habeas -g habeas -m 0755 /var/lib/habeas/editions /srv/habeas /srv/habeas/editions
COPY --from=wheel /opt/habeas /opt/habeas
ENV PATH=/opt/habeas/bin:$PATH HABEAS_HOME=/srv/habeas PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1
USER 10002:10002
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=6 \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/health', timeout=4)"]
CMD ["habeas", "serve", "--host", "0.0.0.0", "--port", "8000"]
