# One image for every process: `api`, `relay`, `worker` and `sandbox` differ by the argument alone.
FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev
COPY . .
# Workers start from a finished bundle: twice as fast, and a workflow that does not bundle stops the build.
RUN npx tsx scripts/check-bundle.ts

FROM node:24-bookworm-slim
ENV NODE_ENV=production TIDELINE_DATA_DIR=/data TIDELINE_API_HOST=0.0.0.0
WORKDIR /app
COPY --from=build --chown=node:node /app /app
RUN mkdir /data && chown node:node /data
USER node
VOLUME /data
ENTRYPOINT ["node", "--import", "tsx", "workers/main.ts"]
CMD ["api"]
