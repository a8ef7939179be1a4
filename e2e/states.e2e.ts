import { expect, test } from '@playwright/test';
import { freePort, type Product, startDashboard, startProduct } from './product.js';

test.describe('an empty store', () => {
  let product: Product;
  test.beforeAll(async () => {
    test.setTimeout(180_000);
    product = await startProduct({ WAYMARK_EXAMPLES: '0' });
  });
  test.afterAll(() => product.end());

  test('the first page tells how the first cluster gets in, and shows it as text', async ({ page }) => {
    await page.goto(product.dashboard);
    await expect(page.getByRole('heading', { name: 'Upload the first cluster' })).toBeVisible();
    for (const path of ['/clusters', '/policies', '/findings']) {
      await page.goto(product.dashboard + path);
      await expect(page.getByRole('main')).toContainText(/No |Upload/);
    }

    const name = 'x<script>document.title = "run"</script>';
    const manifest = {
      apiVersion: 'security.istio.io/v1',
      kind: 'AuthorizationPolicy',
      metadata: { name: 'quoted', namespace: 'shop', annotations: { note: name } },
      spec: {
        selector: { matchLabels: { app: name } },
        action: 'DENY',
        rules: [{ to: [{ operation: { paths: [name] } }] }],
      },
    };
    const uploaded = await fetch(`${product.api}/v1/clusters/hostile/snapshots`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': 'one' },
      body: JSON.stringify(manifest),
    });
    expect(uploaded.status).toBe(202);
    const { id } = (await uploaded.json()) as { id: string };
    const analysed = await fetch(`${product.api}/v1/snapshots/${encodeURIComponent(id)}?wait=30`);
    expect(analysed.status).toBe(200);

    await page.goto(`${product.dashboard}/policies?name=quoted`);
    await page
      .getByRole('link', { name: /quoted/ })
      .first()
      .click();
    await expect(page.getByRole('heading', { level: 1 })).toContainText('quoted');
    await expect(page.getByRole('region', { name: 'The manifest' })).toContainText('<script>');
    expect(await page.title()).not.toBe('run');
  });
});

test.describe('an API that is down', () => {
  let server: Awaited<ReturnType<typeof startDashboard>>;
  test.beforeAll(async () => {
    server = await startDashboard(`http://127.0.0.1:${await freePort()}`);
  });
  test.afterAll(() => server.end());

  test('every page keeps its frame, says what to do, and names the request', async ({ page }) => {
    for (const path of ['/', '/clusters', '/clusters/a', '/policies', '/policies/a', '/findings', '/findings/a']) {
      await page.goto(server.dashboard + path);
      await expect(page.getByRole('heading', { name: 'The Waymark API does not answer' }).first()).toBeVisible();
      await expect(page.getByText('npm start').first()).toBeVisible();
      await expect(page.getByText(/Request [0-9a-f-]{36}/).first()).toBeVisible();
      await expect(page.getByRole('link', { name: 'Clusters' }).first()).toBeVisible();
    }
  });
});
