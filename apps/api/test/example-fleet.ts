import { readdirSync, readFileSync } from 'node:fs';
import { load } from 'js-yaml';
import { graphql, type Service } from './service.js';
import { analysed, call } from './service.js';

const FOLDER = new URL('../../../examples/fleet/', import.meta.url);

interface FleetFile {
  readonly clusters: readonly { readonly name: string; readonly labels: Readonly<Record<string, string>> }[];
  readonly cohorts: readonly { readonly name: string; readonly selector: Readonly<Record<string, string>> }[];
}

export const exampleFleet = (): FleetFile => load(readFileSync(new URL('fleet.yaml', FOLDER), 'utf8')) as FleetFile;

/** All manifests of one cluster of the example fleet as one YAML stream. */
export function exampleCluster(name: string): string {
  const files = readdirSync(new URL(`${name}/`, FOLDER)).sort();
  return files.map((file) => readFileSync(new URL(`${name}/${file}`, FOLDER), 'utf8')).join('\n---\n');
}

/** Labels, uploads and analyses every cluster, and creates the cohorts. */
export async function loadExampleFleet(service: Service): Promise<void> {
  const { clusters, cohorts } = exampleFleet();
  for (const { name, labels } of clusters) {
    const body = JSON.stringify({ labels });
    await call(`${service.url}/v1/clusters/${name}`, {
      method: 'PUT',
      body,
      headers: { 'content-type': 'application/json' },
    });
    await analysed(service, name, exampleCluster(name), { commit: '0123456789abcdef', repository: 'example/fleet' });
  }
  for (const { name, selector } of cohorts) {
    const labels = Object.entries(selector).map(([key, value]) => ({ key, value }));
    const input = { name, selector: labels };
    const { body } = await graphql<{ createCohort: { error: unknown } }>(service, CREATE, { input });
    if (body.data.createCohort.error !== null) throw new Error(JSON.stringify(body));
  }
}

const CREATE =
  'mutation ($input: CreateCohortInput!) { createCohort(input: $input) { cohort { id } error { message } } }';
