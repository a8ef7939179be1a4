// Writes examples/fleet: six clusters that are the same but for what is meant to differ. The same bytes every time.
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { clusters } from './clusters.mjs';
import { faults } from './faults.mjs';
import { readmeText } from './readme.mjs';
import { catalog } from './teams/catalog.mjs';
import { checkout } from './teams/checkout.mjs';
import { identity } from './teams/identity.mjs';
import { istioSystem } from './teams/istio-system.mjs';
import { legacyOrders } from './teams/legacy-orders.mjs';
import { observability } from './teams/observability.mjs';
import { payments } from './teams/payments.mjs';
import { platformIngress } from './teams/platform-ingress.mjs';
import { platformMesh } from './teams/platform-mesh.mjs';
import { fileText } from './write.mjs';

const files = [
  ['istio-system', istioSystem, 'Control plane. Owner: platform team.'],
  ['platform-ingress', platformIngress, 'The front door. Owner: platform team.'],
  ['platform-mesh', platformMesh, 'Shared waypoint and egress. Owner: platform team.'],
  ['observability', observability, 'Metrics and dashboards. Owner: platform team.'],
  ['payments', payments, 'Payments and ledger. Owner: team payments.'],
  ['checkout', checkout, 'Storefront, cart and orders. Owner: team checkout.'],
  ['catalog', catalog, 'Products and search. Owner: team catalog.'],
  ['identity', identity, 'Login and tokens. Owner: team identity.'],
  ['legacy-orders', legacyOrders, 'Order archive and invoicing, still with sidecars. Owner: team orders.'],
];

/** All objects of one cluster by file name, with its faults planted. */
function objectsOf(cluster) {
  const objectsByFile = new Map(files.map(([name, team]) => [name, team(cluster)]));
  const team = (file, wanted) => {
    const objects = objectsByFile.get(file);
    if (!wanted) return objects;
    const found = objects.find(({ kind, metadata }) => `${kind} ${metadata.name}` === wanted);
    if (!found) throw new Error(`no ${wanted} in ${cluster.name}/${file}`);
    return found;
  };
  for (const fault of faults) if (fault.cluster === cluster.name) fault.apply(team);
  return objectsByFile;
}

const fleetText = (
  all,
) => `# The clusters of the example fleet and their labels. The manifests of each are in the folder of its name.
clusters:
${all
  .map(
    ({ name, labels }) =>
      `  - name: ${name}\n    labels: { ${Object.entries(labels)
        .map((pair) => pair.join(': '))
        .join(', ')} }`,
  )
  .join('\n')}
cohorts:
  - name: prod
    selector: { cohort: prod }
  - name: staging
    selector: { cohort: staging }
`;

/** Replaces everything under `root` (examples/fleet) and answers what was written. */
export async function writeExampleFleet(root) {
  const all = clusters();
  const counts = new Map();
  await rm(root, { recursive: true, force: true });
  for (const cluster of all) {
    const objectsByFile = objectsOf(cluster);
    await mkdir(join(root, cluster.name), { recursive: true });
    for (const [name, , heading] of files) {
      await writeFile(join(root, cluster.name, `${name}.yaml`), fileText(heading, objectsByFile.get(name)));
    }
    counts.set(cluster.name, [...objectsByFile.values()].flat().length);
  }
  await writeFile(join(root, 'fleet.yaml'), fleetText(all));
  await writeFile(join(root, 'README.md'), readmeText(all, faults, counts));
  return counts;
}
