import { expect, test } from '@playwright/test';

test('the fleet page leads from a number to the list behind it', async ({ page }) => {
  await page.goto('/');
  await expect(page.getByRole('heading', { name: 'Fleet', level: 1 })).toBeVisible();
  await expect(page.getByText(/^Data from \d\d:\d\d/)).toContainText('all 6 clusters fresh');
  const errors = page.getByRole('link', { name: /Errors/ });
  const count = Number((await errors.innerText()).match(/\d+/)?.[0]);
  expect(count).toBeGreaterThan(0);

  await errors.click();
  await expect(page).toHaveURL(/\/findings\?.*severity=ERROR/);
  await expect(page.getByRole('row').filter({ hasText: 'Error' })).toHaveCount(count);
});

test('the list of clusters leads to a cluster with its namespaces, waypoints and uploads', async ({ page }) => {
  await page.goto('/clusters');
  await expect(page.getByRole('row')).toHaveCount(7);
  await page.getByRole('link', { name: 'prod-eu-west' }).first().click();
  await expect(page.getByRole('heading', { name: 'prod-eu-west', level: 1 })).toBeVisible();
  await expect(page.getByText('1.28.3')).toBeVisible();
  await expect(page.getByRole('cell', { name: 'payments/waypoint' }).first()).toBeVisible();
  await expect(page.getByRole('row').filter({ hasText: '#1' })).toContainText('analysed');
});

test('a namespace of a cluster leads to its topology, and from there to another namespace', async ({ page }) => {
  await page.goto('/clusters/prod-eu-west');
  await page.getByRole('link', { name: 'Topology of payments' }).click();
  await expect(page).toHaveURL(/topology\?namespace=payments/);
  const ledger = page.getByRole('region', { name: /services/ }).getByRole('row', { name: /^ledger 80/ });
  await expect(ledger).toContainText('payments/waypoint');
  await expect(ledger).toContainText('crosses');
  await expect(page.getByRole('region', { name: 'The way of the traffic' }).locator('svg')).toBeVisible();
  await expect(async () => {
    await page.getByLabel('Namespace').selectOption('istio-system');
    await expect(page).toHaveURL(/namespace=istio-system/, { timeout: 3000 });
  }).toPass();
  await expect(page.getByRole('region', { name: /workloads?$/ })).toContainText('istiod');

  await page.goto('/clusters/prod-eu-west/topology?namespace=nowhere');
  await expect(page.getByText('No namespace nowhere')).toBeVisible();
});

test('the state of a list stands in its address', async ({ page }) => {
  await page.goto('/findings');
  const secondRow = page.getByRole('row').nth(1); // the first is the head; a skeleton has none
  await expect(secondRow).toBeVisible();
  const all = await page.getByRole('row').count();
  // A choice counts from the moment that the page's script runs.
  await expect(async () => {
    await page.getByLabel('Severity').selectOption('');
    await page.getByLabel('Severity').selectOption('WARNING');
    await expect(page).toHaveURL(/severity=WARNING/, { timeout: 3000 });
  }).toPass();
  await expect(secondRow).toContainText('Warning');
  await expect(page.getByRole('row').filter({ hasText: 'Error' })).toHaveCount(0);
  const warnings = await page.getByRole('row').count();
  expect(warnings).toBeLessThan(all);

  await page.reload();
  await expect(page.getByLabel('Severity')).toHaveValue('WARNING');
  await expect(page.getByRole('row')).toHaveCount(warnings);
  await page.goBack();
  await expect(page.getByRole('row')).toHaveCount(all);
});

test('a filter that nothing fits says so and leads back', async ({ page }) => {
  await page.goto('/policies?name=no-such-policy');
  await expect(page.getByText(/No policy/)).toBeVisible();
  await page.getByRole('link', { name: /Clear/ }).first().click();
  await expect(page.getByRole('row').nth(5)).toBeVisible();
});

test('an address of nothing is not found, inside the frame', async ({ page }) => {
  for (const path of ['/clusters/nowhere', '/policies/nonsense', '/findings/nonsense', '/nothing']) {
    const response = await page.goto(path);
    expect([200, 404]).toContain(response?.status());
    await expect(page.getByRole('link', { name: 'Policies', exact: true })).toBeVisible();
    await expect(page.getByRole('main')).toContainText(/not|nothing/i);
  }
});

test('what is chosen before the script runs counts once it does', async ({ page }) => {
  let release = () => {};
  const released = new Promise<void>((resolve) => (release = resolve));
  await page.route('**/_next/static/**/*.js', async (route) => {
    await released;
    await route.continue();
  });
  await page.goto('/clusters', { waitUntil: 'commit' });
  await page.getByLabel('Freshness').selectOption('STALE');
  release();
  await expect(page).toHaveURL(/freshness=STALE/);
  await expect(page.getByText('No cluster matches')).toBeVisible();
});
