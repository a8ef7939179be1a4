# One file, two images: `--target api` (the worker runs the same image) and `--target dashboard`.
FROM node:22-bookworm-slim AS build
WORKDIR /waymark
COPY package.json package-lock.json .npmrc ./
COPY apps/api/package.json apps/api/
COPY apps/cli/package.json apps/cli/
COPY apps/dashboard/package.json apps/dashboard/
COPY libs/contract/package.json libs/contract/
COPY libs/engine/package.json libs/engine/
COPY libs/report/package.json libs/report/
COPY libs/store/package.json libs/store/
COPY e2e/package.json e2e/
RUN npm ci
COPY . .
RUN npx nx run-many -t build --projects=@waymark/api,@waymark/dashboard,waymark
# Only what runs stays: the API's packages without the tools that built them.
RUN npm ci --omit=dev --workspace @waymark/api --workspace waymark

FROM node:22-bookworm-slim AS api
ENV NODE_ENV=production WAYMARK_API_HOST=0.0.0.0 WAYMARK_API_PORT=4000
WORKDIR /waymark
COPY --from=build /waymark/package.json ./
COPY --from=build /waymark/node_modules node_modules
COPY --from=build /waymark/libs libs
COPY --from=build /waymark/apps/api apps/api
COPY --from=build /waymark/apps/cli apps/cli
COPY --from=build /waymark/prisma prisma
USER node
EXPOSE 4000
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:4000/readyz').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "apps/api/dist/main.js"]

FROM node:22-bookworm-slim AS dashboard
ENV NODE_ENV=production HOSTNAME=0.0.0.0 PORT=3000
WORKDIR /waymark
COPY --from=build /waymark/apps/dashboard/.next/standalone ./
USER node
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:3000/healthz').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "apps/dashboard/server.js"]
