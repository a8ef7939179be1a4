import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../places.mjs';
import { run } from '../processes.mjs';

const folder = join(root, 'examples/fleet');

/**
 * Loads what is missing of the example fleet, so that an interrupted load goes on at the next start. A store that holds
 * other clusters and none of these is somebody's own fleet and is left alone.
 */
export async function loadExampleFleet(api, token, say) {
  const { parse } = await import('yaml');
  const { clusters, cohorts } = parse(readFileSync(join(folder, 'fleet.yaml'), 'utf8'));
  const known = await knownClusters(api, token);
  if (known.size > 0 && !clusters.some(({ name }) => known.has(name))) return;
  for (const [index, { name, labels }] of clusters.entries()) {
    const { isUploaded = false, isLabelled = false } = known.get(name) ?? {};
    if (isUploaded && isLabelled) continue;
    say(`Loading the example fleet: ${name} (${index + 1} of ${clusters.length})`);
    if (!isUploaded) await upload(api, token, name);
    if (!isLabelled) await setLabels(api, token, name, labels);
  }
  await createCohorts(api, token, cohorts);
}

/** Those whose name is taken stay as they are. */
async function createCohorts(api, token, cohorts) {
  const query = 'mutation ($input: CreateCohortInput!) { createCohort(input: $input) { error { code message } } }';
  for (const { name, selector } of cohorts) {
    const input = { name, selector: Object.entries(selector).map(([key, value]) => ({ key, value })) };
    const { data, errors } = await ask(`${api}/graphql`, 'POST', token, { query, variables: { input } });
    const error = errors?.[0] ?? data.createCohort.error;
    if (error && error.code !== 'NAME_TAKEN') throw new Error(error.message);
  }
}

async function knownClusters(api, token) {
  const query = '{ clusters(first: 100) { nodes { name labels { key } lastSnapshot { id } } } }';
  const { data, errors } = await ask(`${api}/graphql`, 'POST', token, { query });
  if (errors) throw new Error(errors[0].message);
  return new Map(
    data.clusters.nodes.map(({ name, labels, lastSnapshot }) => [
      name,
      { isUploaded: lastSnapshot !== null, isLabelled: labels.length > 0 },
    ]),
  );
}

async function upload(api, token, cluster) {
  const program = join(root, 'apps/cli/dist/main.js');
  const args = ['upload', '--server', api, '--cluster', cluster, '--wait', cluster];
  const environment = { ...process.env, ...(token && { WAYMARK_TOKEN: token }) };
  const exitCode = await run(process.execPath, [program, ...args], {
    cwd: folder,
    env: environment,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (exitCode !== 0) throw new Error(`the upload of ${cluster} ended with ${exitCode}`);
}

const setLabels = (api, token, cluster, labels) => ask(`${api}/v1/clusters/${cluster}`, 'PUT', token, { labels });

async function ask(address, method, token, body) {
  const response = await fetch(address, {
    method,
    headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
    body: JSON.stringify(body),
  });
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.detail ?? `${method} ${address} was answered with ${response.status}`);
  return answer;
}
