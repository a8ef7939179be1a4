import { createServer } from 'node:net';
import { resolve } from 'node:path';
import { NotReady } from '../ready.mjs';

/** What `npm start` can be told by the environment. Throws NotReady for what cannot be meant. */
export function readSettings(environment) {
  const settings = {
    apiPort: portIn(environment, 'WAYMARK_API_PORT', 4000),
    dashboardPort: portIn(environment, 'WAYMARK_DASHBOARD_PORT', 3000),
    dataFolder: resolve(environment.WAYMARK_DATA_DIR || 'data'),
    examples: environment.WAYMARK_EXAMPLES !== '0',
    token: environment.WAYMARK_TOKEN || environment.WAYMARK_ADMIN_TOKEN,
  };
  if (settings.apiPort === settings.dashboardPort) {
    throw new NotReady(`WAYMARK_API_PORT and WAYMARK_DASHBOARD_PORT are both ${settings.apiPort}: choose two ports.`);
  }
  return settings;
}

function portIn(environment, name, fallback) {
  const given = environment[name];
  if (given === undefined || given === '') return fallback;
  const port = Number(given);
  if (/^\d+$/.test(given) && port >= 1 && port <= 65535) return port;
  throw new NotReady(`${name} is "${given}", which is not a port from 1 to 65535.`);
}

/** Before anything is installed or built: nobody should wait for minutes to hear that a port is taken. */
export async function checkPorts({ apiPort, dashboardPort }) {
  await checkPort(apiPort, 'WAYMARK_API_PORT');
  await checkPort(dashboardPort, 'WAYMARK_DASHBOARD_PORT');
}

async function checkPort(port, variable) {
  const server = createServer();
  const fault = await new Promise((done) => {
    server.once('error', done);
    server.listen(port, '127.0.0.1', () => server.close(() => done(undefined)));
  });
  if (fault === undefined) return;
  const reason = fault.code === 'EADDRINUSE' ? 'is in use' : `cannot be used (${fault.code})`;
  throw new NotReady(`Port ${port} ${reason}: end the program that has it, or set ${variable} to another port.`);
}
