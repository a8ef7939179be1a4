import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Database } from '@waymark/store';
import { forEachDatabase } from '@waymark/store/testing';
import { SHOP } from './manifests.js';
import { analysed, graphql, type Service, startService } from './service.js';

interface Asked {
  readonly cluster: {
    readonly topology: {
      readonly namespace: string;
      readonly workloads: readonly unknown[];
      readonly services: readonly unknown[];
      readonly gateways: readonly unknown[];
    } | null;
  } | null;
}

const QUERY = `query ($cluster: String!, $namespace: String!) {
  cluster(name: $cluster) {
    topology(namespace: $namespace) {
      namespace
      workloads { object { kind name } pods captured captureReasons waypoint { name } }
      services { object { kind name } workloads { kind name } waypoint { name } binding ways { pathClass through { name } bypasses guarded } }
      gateways { object { namespace name } role ready }
    }
  }
}`;

forEachDatabase((open) => {
  let database: Database;
  let service: Service;
  beforeAll(async () => {
    database = await open();
    service = await startService(database);
    await analysed(service, 'prod-a', SHOP);
  }, 120_000);
  afterAll(() => service.close());

  const ask = async (namespace: string, cluster = 'prod-a') =>
    (await graphql<Asked>(service, QUERY, { cluster, namespace })).body;

  describe('the topology of a namespace', () => {
    it('shows what stands in it and how traffic gets there', async () => {
      const { data } = await ask('shop');
      expect(data.cluster?.topology).toMatchObject({
        namespace: 'shop',
        workloads: [{ object: { kind: 'Deployment', name: 'cart' }, captured: 1 }],
        services: [{ object: { kind: 'Service', name: 'cart' }, workloads: [{ kind: 'Deployment', name: 'cart' }] }],
      });
    });

    it('is the same when it is asked for again, and at once by many', async () => {
      const answers = await Promise.all(Array.from({ length: 8 }, () => ask('shop')));
      expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
      expect(answers[0]?.errors).toBeUndefined();
    });

    it('follows the newest snapshot', async () => {
      await analysed(service, 'prod-b', SHOP);
      await analysed(service, 'prod-b', SHOP.replaceAll('name: cart', 'name: basket'));
      const { data } = await ask('shop', 'prod-b');
      expect(JSON.stringify(data.cluster?.topology?.workloads)).toContain('basket');
    });

    it.each([
      ['another', 'nowhere'],
      ['none', ''],
      ['a prototype', '__proto__'],
      ['statements', 'shop; DROP TABLE cluster'],
      ['100,000 characters', 'x'.repeat(100_000)],
    ])('is null for a namespace that is not there: %s', async (_, namespace) => {
      const { data, errors } = await ask(namespace);
      expect(errors).toBeUndefined();
      expect(data.cluster?.topology).toBeNull();
    });
  });
});
