# The image of the web, worker and migration processes: `docker build -t usher .`

FROM node:22-bookworm-slim AS app
WORKDIR /usher/frontend
COPY frontend/package.json frontend/package-lock.json frontend/.npmrc ./
RUN npm ci
COPY schema.graphql /usher/
COPY frontend/ ./
RUN npm run build

FROM python:3.13-slim-bookworm AS packages
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
RUN python -m venv /usher/.venv
WORKDIR /usher
COPY requirements-server.lock ./
RUN .venv/bin/pip install --require-hashes --requirement requirements-server.lock
COPY pyproject.toml README.md ./
COPY backend/ backend/
COPY docs/ docs/
RUN .venv/bin/pip install --no-deps --no-build-isolation --editable . && .venv/bin/python -m compileall -q backend

FROM python:3.13-slim-bookworm
RUN useradd --system --uid 10001 --no-create-home usher
WORKDIR /usher
COPY --from=packages /usher /usher
COPY --from=app /usher/frontend/dist frontend/dist
ENV PATH=/usher/.venv/bin:$PATH PYTHONUNBUFFERED=1 USHER_DATA=/var/lib/usher
USER usher
EXPOSE 8000
CMD ["usher", "web"]
