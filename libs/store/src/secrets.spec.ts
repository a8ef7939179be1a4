import { beforeAll, expect, it } from '@jest/globals';
import { AnalysisRepository } from './analysis.repository.js';
import { gunzipSync } from 'node:zlib';
import { opened, type Database } from './database.js';
import { SnapshotRepository } from './snapshot.repository.js';
import { analyseNext, forEachDatabase, uploadOf } from './testing/index.js';

const [IN_SECRET, IN_POD, IN_TEMPLATE, IN_ANNOTATION, IN_CONFIG] = [1, 2, 3, 4, 5].map((n) => `hunter${n}-s3cr3t`);
const SECRET_STRINGS = [IN_SECRET, IN_POD, IN_TEMPLATE, IN_ANNOTATION, IN_CONFIG] as string[];

const CLUSTER = `apiVersion: v1
kind: Secret
metadata: { name: database, namespace: shop }
data: { password: ${Buffer.from(String(IN_SECRET)).toString('base64')} }
stringData: { password: ${IN_SECRET} }
---
apiVersion: v1
kind: Pod
metadata:
  name: cart-1
  namespace: shop
  labels: { app: cart, kept: visible-value }
  annotations:
    kubectl.kubernetes.io/last-applied-configuration: '{"spec":{"containers":[{"env":[{"name":"P","value":"${IN_ANNOTATION}"}]}]}}'
spec:
  containers:
    - name: cart
      env: [{ name: PASSWORD, value: ${IN_POD} }]
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: cart, namespace: shop }
spec:
  selector: { matchLabels: { app: cart } }
  template:
    metadata: { labels: { app: cart } }
    spec:
      initContainers: [{ name: init, env: [{ name: PASSWORD, value: ${IN_TEMPLATE} }] }]
---
apiVersion: v1
kind: ConfigMap
metadata: { name: app, namespace: shop }
data: { password: ${IN_CONFIG} }
`;

forEachDatabase((open) => {
  let database: Database;

  beforeAll(async () => {
    database = await open();
    const snapshots = new SnapshotRepository(database);
    await snapshots.receive('shop', uploadOf(CLUSTER));
    await analyseNext(new AnalysisRepository(database), snapshots);
  }, 60_000);

  /** The columns of all tables that hold the text, as it is or as base64. */
  const columnsWith = async (text: string): Promise<string[]> => {
    const { prisma } = opened(database);
    const columns = await prisma.$queryRaw<{ table: string; column: string; type: string }[]>`
      SELECT table_name::text AS table, column_name::text AS column, data_type::text AS type
      FROM information_schema.columns WHERE table_schema = 'public'`;
    const holding: string[] = [];
    for (const { table, column, type } of columns) {
      const value = type === 'bytea' ? `encode("${column}", 'escape')` : `"${column}"::text`;
      const [row] = await prisma.$queryRawUnsafe<{ count: number }[]>(
        `SELECT count(*)::int AS count FROM "${table}" WHERE ${value} LIKE ANY ($1)`,
        [`%${text}%`, `%${Buffer.from(text).toString('base64').replace(/=*$/, '')}%`],
      );
      if ((row?.count ?? 0) > 0) holding.push(`${table}.${column}`);
    }
    for (const { body } of await prisma.layout.findMany()) {
      if (gunzipSync(body).toString('latin1').includes(text)) holding.push('layout.body, decompressed');
    }
    return holding;
  };

  it.each(SECRET_STRINGS)('%s stands in no column of any table', async (secret) => {
    expect(await columnsWith(secret)).toEqual([]);
  });

  it('the search finds what is stored', async () => {
    expect(await columnsWith('visible-value')).toEqual(['manifest.body']);
    expect(await columnsWith('cluster.yaml')).toContain('layout.body, decompressed');
  });
});
