import { defineConfig } from 'prisma/config';

// Without this, every Prisma command downloads a schema-engine binary (docs/adr: Prisma without downloads).
process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= new URL('./tools/schema-engine.mjs', import.meta.url).pathname;
process.env.CHECKPOINT_DISABLE ??= '1';
process.env.PRISMA_HIDE_UPDATE_MESSAGE ??= '1';

export default defineConfig({
  schema: 'prisma/schema.prisma',
  migrations: { path: 'prisma/migrations' },
  datasource: { url: process.env.DATABASE_URL ?? 'pglite:memory://' },
});
