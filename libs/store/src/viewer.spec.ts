import { beforeAll, describe, expect, it } from '@jest/globals';
import { ClusterRepository } from './cluster.repository.js';
import { forEachDatabase } from './testing/index.js';
import { SEES_ALL, selectsName, type Viewer } from './viewer.js';

forEachDatabase((open) => {
  let clusters: ClusterRepository;

  beforeAll(async () => {
    clusters = new ClusterRepository(await open());
    await clusters.setLabels('prod-east', { env: 'prod', region: 'east' });
    await clusters.setLabels('prod_west', { env: 'prod', region: 'west' });
    await clusters.setLabels('staging', { env: 'staging' });
  }, 60_000);

  const namesSeenBy = async (viewer: Viewer) => {
    const page = await clusters.list(viewer, { first: 100 });
    return page.edges.map(({ node }) => node.name);
  };

  it.each<[string, Viewer, string[]]>([
    ['everything', SEES_ALL, ['prod-east', 'prod_west', 'staging']],
    ['a name', { clusters: { names: ['staging'] } }, ['staging']],
    ['a pattern', { clusters: { names: ['prod-*'] } }, ['prod-east']],
    ['a label', { clusters: { names: ['*'], labels: { env: 'prod' } } }, ['prod-east', 'prod_west']],
    ['a pattern and labels', { clusters: { names: ['prod*'], labels: { region: 'west' } } }, ['prod_west']],
    ['a name with a wildcard of SQL', { clusters: { names: ['prod_east', 'prod%'] } }, []],
    ['nothing', { clusters: { names: [] } }, []],
  ])('a viewer of %s sees these clusters and counts no other', async (_, viewer, expected) => {
    expect(await namesSeenBy(viewer)).toEqual(expected);
    expect((await clusters.list(viewer, { first: 1 })).totalCount).toBe(expected.length);
  });
});

describe('selectsName', () => {
  it('answers for a cluster that does not exist yet as a read does for one that exists', () => {
    expect(selectsName({ names: ['prod-*'] }, 'prod-east')).toBe(true);
    expect(selectsName({ names: ['prod-*'] }, 'prod_east')).toBe(false);
    expect(selectsName({ names: ['a.c'] }, 'abc')).toBe(false);
    expect(selectsName({ names: [] }, 'prod-east')).toBe(false);
  });
});
