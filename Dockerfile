# One image for the API (with the web app) and the trainer; docker-compose.yml says which is which.
FROM node:22-bookworm-slim AS build
# What building TensorFlow's addon needs where Google's storage is not reached; see docs/operations.md.
RUN apt-get update \
  && apt-get install --yes --no-install-recommends ca-certificates g++ make python3 python3-pip \
  && rm -rf /var/lib/apt/lists/*
WORKDIR /inkling
COPY . .
# Packages from the lock file, TensorFlow for the trainer, and the build. The wheel is not needed after it.
RUN npm run setup && rm -rf .cache/tensorflow /root/.npm

FROM node:22-bookworm-slim
WORKDIR /inkling
COPY --from=build /inkling /inkling
# Only the data are written; the program belongs to root.
RUN mkdir /data && chown node:node /data
ENV NODE_ENV=production \
  HOST=0.0.0.0 \
  PORT=3000 \
  DATA_DIR=/data \
  ORT_DISABLE_TELEMETRY=1 \
  MALLOC_ARENA_MAX=2 \
  MALLOC_TRIM_THRESHOLD_=4194304 \
  MALLOC_MMAP_THRESHOLD_=1048576 \
  NODE_OPTIONS=--max-semi-space-size=4
USER node
VOLUME /data
EXPOSE 3000
CMD ["node", "apps/api/dist/bundle/main.js"]
