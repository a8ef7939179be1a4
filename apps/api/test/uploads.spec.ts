import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { analysisSchema, type Problem, receiptSchema, type SnapshotJson, snapshotSchema } from '@waymark/contract';
import { forEachDatabase } from '@waymark/store/testing';
import { pack } from 'tar-stream';
import { loadAll } from 'js-yaml';
import { SHOP, SHOP_REPAIRED } from './manifests.js';
import { analysed, call, graphql, gzipped, post, type Service, startService, upload } from './service.js';

const objects = loadAll(SHOP) as object[];
const asNdjson = objects.map((object) => JSON.stringify(object)).join('\n');
const asList = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects });

async function asTar(): Promise<Uint8Array<ArrayBuffer>> {
  const archive = pack();
  archive.entry({ name: 'base/shop.yaml' }, SHOP);
  archive.entry({ name: 'README.md' }, '# not a manifest');
  archive.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of archive) chunks.push(chunk as Buffer);
  return new Uint8Array(Buffer.concat(chunks));
}

forEachDatabase((open) => {
  let service: Service;
  beforeAll(async () => {
    service = await startService(await open());
  }, 60_000);
  afterAll(() => service.close());

  describe('an upload', () => {
    it('is answered at once with what was stored, and with the analysis to wait for', async () => {
      const { status, body, headers } = await upload(service, 'first', SHOP);
      expect(status).toBe(202);
      expect(receiptSchema.parse(body)).toEqual(body);
      expect(body).toMatchObject({ cluster: 'first', sequence: 1, objectCount: 5, skippedCount: 0, skipped: [] });
      expect(headers.get('x-request-id')).toMatch(/.{8,}/);
      const { body: done } = await call<SnapshotJson>(service.url + body.analysis.url);
      expect(snapshotSchema.parse(done)).toEqual(done);
      expect(done.analysis).toMatchObject({ state: 'DONE', error: null, id: body.analysis.id });
    });

    it('has the same digest as YAML, JSON, NDJSON and tar, each also compressed', async () => {
      const tar = await asTar();
      const bodies: [string, string | Uint8Array<ArrayBuffer>, Record<string, string>][] = [
        ['yaml', SHOP, {}],
        ['list', asList, { 'content-type': 'application/json' }],
        ['ndjson', asNdjson, { 'content-type': 'application/x-ndjson' }],
        ['tar', tar, { 'content-type': 'application/x-tar' }],
        ['yaml-encoded', gzipped(SHOP), { 'content-encoding': 'gzip' }],
        ['list-encoded', gzipped(asList), { 'content-type': 'application/json', 'content-encoding': 'gzip' }],
        ['ndjson-file', gzipped(asNdjson), { 'content-type': 'application/gzip' }],
        ['tgz', gzipped(tar), { 'content-type': 'application/gzip' }],
        ['tgz-in-disguise', gzipped(tar), { 'content-type': 'application/octet-stream' }],
        [
          'tgz-encoded-again',
          gzipped(gzipped(tar)),
          { 'content-type': 'application/gzip', 'content-encoding': 'gzip' },
        ],
      ];
      const digests = new Map<string, string>();
      for (const [name, body, headers] of bodies) {
        const receipt = await upload(service, name, body, headers);
        digests.set(name, receipt.status === 202 ? receipt.body.digest : JSON.stringify(receipt.body));
      }
      expect(new Set(digests.values()).size === 1 ? 'the same' : Object.fromEntries(digests)).toBe('the same');
    });

    it('keeps the names of the files in an archive, and says what it did not read', async () => {
      const { body } = await upload(service, 'archive', await asTar(), { 'content-type': 'application/x-tar' });
      expect(body.skipped).toMatchObject([
        { reason: 'UNSUPPORTED_FILE', message: expect.stringContaining('README.md') },
      ]);
      await call(service.url + body.analysis.url);
      const { body: answer } = await graphql<{
        policies: { nodes: { manifests: { file: string; line: number }[] }[] };
      }>(service, '{ policies(first: 1, filter: { cluster: "archive" }) { nodes { manifests { file line } } } }');
      expect(answer.data.policies.nodes[0]?.manifests[0]).toEqual({ file: 'base/shop.yaml', line: 24 });
    });

    it('remembers where it came from', async () => {
      const source = { repository: 'example/fleet', commit: '0123abc', ref: 'main', run: 'https://ci.example/7' };
      const query = new URLSearchParams({ ...source, capturedAt: '2026-01-02T03:04:05+01:00' });
      const receipt = await post<SnapshotJson>(`${service.url}/v1/clusters/source/snapshots?${query}`, SHOP);
      expect(receipt.body).toMatchObject({ ...source, capturedAt: '2026-01-02T02:04:05.000Z' });
    });

    it('leaves Secrets and unknown kinds out, and says so', async () => {
      const secret = 'apiVersion: v1\nkind: Secret\nmetadata: { name: s, namespace: shop }\ndata: { a: Zm9v }';
      const other = 'apiVersion: example.com/v1\nkind: Gadget\nmetadata: { name: g, namespace: shop }';
      const { body } = await upload(service, 'secretive', [SHOP, secret, other].join('\n---\n'));
      expect(body.objectCount).toBe(5);
      expect(body.skipped.map(({ reason }) => reason).sort()).toEqual(['SECRET', 'UNSUPPORTED_KIND']);
    });

    it('keeps the good documents beside a broken one', async () => {
      const { status, body } = await upload(service, 'half-broken', `${SHOP}\n---\na: [1,\n`);
      expect(status).toBe(202);
      expect(body).toMatchObject({ objectCount: 5, skipped: [{ reason: 'SYNTAX', file: 'upload.yaml' }] });
    });
  });

  describe('an upload with an Idempotency-Key', () => {
    it('gets the same answer again, also after the analysis', async () => {
      const first = await upload(service, 'again', SHOP, { 'idempotency-key': 'k1' });
      await call(service.url + first.body.analysis.url);
      const second = await upload(service, 'again', SHOP, { 'idempotency-key': 'k1' });
      expect(second.status).toBe(202);
      expect(second.body).toEqual(first.body);
    });

    it('is refused when the key belongs to another body', async () => {
      await upload(service, 'again', SHOP, { 'idempotency-key': 'k2' });
      const { status, body } = await upload(service, 'again', SHOP_REPAIRED, { 'idempotency-key': 'k2' });
      expect(status).toBe(409);
      expect(body).toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });
    });

    it('is a new snapshot without the key', async () => {
      const first = await upload(service, 'twice', SHOP);
      const second = await upload(service, 'twice', SHOP);
      expect([first.body.sequence, second.body.sequence]).toEqual([1, 2]);
      expect(second.body.analysis.id).toBe(first.body.analysis.id);
    });
  });

  describe('waiting for an analysis', () => {
    it('answers at once when it is not asked to wait', async () => {
      const { body } = await upload(service, 'no-wait', SHOP);
      const { body: snapshot } = await call<SnapshotJson>(service.url + body.url);
      expect(['QUEUED', 'RUNNING', 'DONE']).toContain(snapshot.analysis.state);
    });

    it('is bounded', async () => {
      const { body } = await upload(service, 'bounded', SHOP);
      const { status, body: problem } = await call<Problem>(`${service.url}${body.url}?wait=61`);
      expect([status, problem.code]).toEqual([400, 'INVALID_QUERY']);
    });

    it('answers 404 for a snapshot that there is not', async () => {
      const { status, body } = await call<Problem>(`${service.url}/v1/snapshots/nothing`);
      expect([status, body.code]).toEqual([404, 'SNAPSHOT_NOT_FOUND']);
    });
  });

  describe('an analysis without an upload', () => {
    it('answers what the command line would, and stores nothing', async () => {
      const { status, body, headers } = await post<{ verdicts: object[] }>(`${service.url}/v1/analyses`, SHOP);
      expect(status).toBe(200);
      expect(headers.get('content-type')).toContain('application/json');
      expect(analysisSchema.parse(body)).toEqual(body);
      expect(body.verdicts).toContainEqual(expect.objectContaining({ effect: 'ALLOW_DENIES_ALL' }));
    });

    it('is judged by the Istio version that is given', async () => {
      const { body } = await post<object>(`${service.url}/v1/analyses?istioVersion=1.26.0`, SHOP);
      expect(body).toMatchObject({ istioVersion: '1.26.0', istioVersionSource: 'GIVEN' });
    });
  });

  it('shows a repaired fault as fixed, with the same finding id', async () => {
    const query = `{ findings(first: 10, filter: { cluster: "repaired", check: "http-allow-denies-all" }) { nodes { id state } } }`;
    await analysed(service, 'repaired', SHOP);
    const before = await graphql<{ findings: { nodes: { id: string; state: string }[] } }>(service, query);
    await analysed(service, 'repaired', SHOP_REPAIRED);
    const after = await graphql<{ findings: { nodes: { id: string; state: string }[] } }>(service, query);
    expect(before.body.data.findings.nodes).toMatchObject([{ state: 'OPEN' }]);
    expect(after.body.data.findings.nodes).toEqual([{ id: before.body.data.findings.nodes[0]?.id, state: 'FIXED' }]);
  });

  it('keeps what an annotation asks to ignore as suppressed, with its reason, and counts it nowhere as open', async () => {
    const query = `{
      clusters(first: 1, filter: { name: "suppressed" }) { nodes { findingCounts { error } } }
      findings(first: 10, filter: { cluster: "suppressed", check: "http-allow-denies-all", state: SUPPRESSED }) {
        totalCount nodes { state suppression { reason line } }
      }
    }`;
    const annotations = '{ waymark.dev/ignore.http-allow-denies-all: Until the launch. }';
    const ignoring = SHOP.replace('name: cart-get', `annotations: ${annotations}, name: cart-get`);
    const open = await analysed(service, 'suppressed', SHOP);
    await analysed(service, 'suppressed', ignoring);
    const { body } = await graphql<object>(service, query);
    expect(open.analysis).toMatchObject({ findingCounts: { error: 1 } });
    expect(body.data).toMatchObject({
      clusters: { nodes: [{ findingCounts: { error: 0 } }] },
      findings: { totalCount: 1, nodes: [{ state: 'SUPPRESSED', suppression: { reason: 'Until the launch.' } }] },
    });
  });
});
