// `npm start`: everything from a fresh clone to a dashboard with a fleet in it, until Ctrl-C.
import { join } from 'node:path';
import { root } from './places.mjs';
import { endAll, onParentGone } from './processes.mjs';
import { checkNodeVersion, NotReady, ready, say, startedProjects } from './ready.mjs';

let ending = false;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => end(0));
onParentGone(() => end(0));

try {
  await start();
} catch (error) {
  if (ending) await new Promise(() => {}); // `end` is at work and exits
  process.stderr.write(`${error instanceof NotReady ? error.message : error.stack}\n`);
  await end(1);
}

async function start() {
  checkNodeVersion(process.versions.node);
  const { checkPorts, readSettings } = await import('./start/settings.mjs');
  const settings = readSettings(process.env);
  await checkPorts(settings);
  await ready(startedProjects);

  const { startService, untilReady } = await import('./start/service.mjs');
  const addressOf = (port) => `http://127.0.0.1:${port}`;
  const api = addressOf(settings.apiPort);
  const dashboard = addressOf(settings.dashboardPort);

  say('Opening the database and starting the API');
  const apiService = startService('api', join(root, 'apps/api/dist/main.js'), {
    WAYMARK_API_HOST: '127.0.0.1',
    WAYMARK_API_PORT: String(settings.apiPort),
    WAYMARK_DATA_DIR: settings.dataFolder,
    WAYMARK_LOG_LEVEL: process.env.WAYMARK_LOG_LEVEL || 'warn',
  });
  endWith(apiService);
  await untilReady(apiService, `${api}/readyz`);

  say('Starting the dashboard');
  const server = join(root, 'apps/dashboard/.next/standalone/apps/dashboard/server.js');
  const dashboardService = startService('dashboard', server, {
    HOSTNAME: '127.0.0.1',
    PORT: String(settings.dashboardPort),
    WAYMARK_API_URL: api,
  });
  endWith(dashboardService);
  await untilReady(dashboardService, `${dashboard}/`);

  if (settings.examples) await loadExamples(api, settings.token);
  process.stdout.write(`
Waymark is running; Ctrl-C ends it.
  Dashboard  ${dashboard}
  API        ${api}  (GraphQL at /graphql, REST described at /openapi.json)
`);
}

async function loadExamples(api, token) {
  const { loadExampleFleet } = await import('./start/example-fleet.mjs');
  try {
    await loadExampleFleet(api, token, say);
  } catch (error) {
    if (!ending) say(`The example fleet is not loaded: ${error.message} The next start tries again.`);
  }
}

/** One service without the other is of no use. */
async function endWith(service) {
  const exitCode = await service.ended;
  if (ending || !service.isReady) return;
  say(`The ${service.name} ended by itself (${exitCode}).`);
  await end(1);
}

async function end(exitCode) {
  if (ending) return;
  ending = true;
  await endAll();
  process.exit(exitCode);
}
