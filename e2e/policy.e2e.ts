import { expect, test } from '@playwright/test';

test('a policy page says why ztunnel denies everything, with the lines that matter', async ({ page }) => {
  await page.goto('/policies?name=allow-refunds-from-backoffice');
  await page.getByRole('link', { name: /allow-refunds-from-backoffice/ }).click();
  await expect(page.getByRole('heading', { name: 'payments/allow-refunds-from-backoffice' })).toBeVisible();
  const why = page.getByRole('region', { name: 'Why' });
  await expect(why.getByText('denies everything').first()).toBeVisible();
  await expect(why.getByText(/ztunnel does not read methods/).first()).toBeVisible();
  await expect(why.getByText('prod-eu-west/payments.yaml:520').first()).toBeVisible();
  await expect(page.getByRole('region', { name: 'Rules, as written and as enforced' })).toContainText('dropped');
});

test('the picture of a policy has a text for whom it is not drawn', async ({ page }) => {
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.goto('/policies?name=allow-refunds-from-backoffice');
  await page.getByRole('link', { name: /allow-refunds-from-backoffice/ }).click();
  const picture = page.getByRole('region', { name: 'From the policy to the traffic' });
  await expect(picture.locator('svg').first()).toBeVisible();
  await page.setViewportSize({ width: 390, height: 844 });
  await expect(picture.locator('svg')).toBeHidden();
  await expect(picture.locator('span', { hasText: 'Evaluated by' })).toBeVisible();
});

test('by keyboard alone: which policies are enforced by nobody, and why', async ({ page }) => {
  await page.goto('/');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Skip to content' })).toBeFocused();

  const nobody = page.getByRole('link', { name: /Enforced by nobody/ });
  await focusByTab(page, () => nobody.evaluate((element) => element === document.activeElement));
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/enforcer=NOBODY/);

  // Keys work from the moment that the page's script runs.
  await expect(async () => {
    await page.keyboard.press('/');
    await expect(page.locator('[data-search]')).toBeFocused({ timeout: 500 });
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.type('search-read-only');
    await expect(page).toHaveURL(/name=search-read-only/, { timeout: 3000 });
  }).toPass();
  const policy = page.getByRole('link', { name: /search-read-only/ });
  await expect(policy).toHaveCount(1);
  await focusByTab(page, () => policy.evaluate((element) => element === document.activeElement));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toContainText('search-read-only');
  await expect(page.getByRole('region', { name: 'Why' })).toContainText('names a target that is missing');
});

async function focusByTab(
  page: { keyboard: { press(key: string): Promise<void> } },
  isFocused: () => Promise<boolean>,
): Promise<void> {
  for (let press = 0; press < 60; press++) {
    await page.keyboard.press('Tab');
    if (await isFocused()) return;
  }
  throw new Error('Sixty presses of Tab did not reach it.');
}
