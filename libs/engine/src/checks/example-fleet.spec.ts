import { describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { analyze } from '../analyze.js';
import { readManifests } from '../manifest/read.js';

const fleet = new URL('../../../../examples/fleet/', import.meta.url);
const clusters = readdirSync(fleet, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

/** `| cluster | object | check | severity | … |` rows of the README, as `severity check object` by cluster. */
function promised(cluster: string): string[] {
  const rows = readFileSync(new URL('README.md', fleet), 'utf8').matchAll(
    /^\| `([^`]+)` \| `([^`]+)` \| `([^`]+)` \| (\w+) \|/gm,
  );
  return [...rows]
    .filter(([, name]) => name === cluster)
    .map(([, , object, check, severity]) => `${severity} ${check} ${object}`);
}

function readCluster(cluster: string) {
  const folder = new URL(`${cluster}/`, fleet);
  return readManifests(readdirSync(folder).map((name) => ({ name, bytes: readFileSync(new URL(name, folder)) })));
}
const analysisOf = (cluster: string) => analyze(readCluster(cluster));

describe('the example fleet', () => {
  it('is six clusters with at least twelve faults', () => {
    expect(clusters).toHaveLength(6);
    expect(clusters.flatMap(promised).length).toBeGreaterThanOrEqual(12);
  });

  it.each(clusters)('%s is read whole', (cluster) => {
    const { skipped, summary } = analysisOf(cluster);
    expect(skipped).toEqual([]);
    expect(summary.objects).toBeGreaterThanOrEqual(60);
    expect(summary.objects).toBeLessThanOrEqual(150);
  });

  it.each(clusters)('%s has the faults that its README lists, and no other error or warning', (cluster) => {
    const found = analysisOf(cluster)
      .findings.filter(({ severity }) => severity !== 'info')
      .map(
        ({ severity, check, object: { kind, namespace, name } }) =>
          `${severity} ${check} ${kind} ${namespace === '' ? '' : `${namespace}/`}${name}`,
      );
    expect(found.sort()).toEqual(promised(cluster).sort());
  });

  it.each(clusters)('%s gives the same findings whatever the order of its objects', (cluster) => {
    const { manifests, skipped } = readCluster(cluster);
    const reversed = analyze({ manifests: [...manifests].reverse(), skipped });
    expect(reversed.findings).toEqual(analysisOf(cluster).findings);
  });
});
