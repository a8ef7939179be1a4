import { fileURLToPath } from 'node:url';
import { test } from '@playwright/test';
import { pagesOf } from './pages.js';

const folder = fileURLToPath(new URL('../docs/screenshots', import.meta.url));
const themes = ['light', 'dark'] as const;
const widths = [
  { name: 'wide', width: 1440, height: 900 },
  { name: 'narrow', width: 390, height: 844 },
];

for (const theme of themes) {
  for (const { name: size, width, height } of widths) {
    test(`${theme}, ${size}`, async ({ browser }) => {
      const page = await browser.newPage({ colorScheme: theme, viewport: { width, height } });
      for (const { name, path } of await pagesOf(process.env.WAYMARK_E2E_API ?? '')) {
        await page.goto(`${process.env.WAYMARK_E2E_DASHBOARD}${path}`, { waitUntil: 'networkidle' });
        await page.locator('main [role="status"][aria-live="polite"]').first().waitFor({ state: 'detached' });
        const file = size === 'wide' ? `${name}-${theme}.png` : `${name}-${theme}-${size}.png`;
        await page.screenshot({ path: `${folder}/${file}`, fullPage: process.env.WAYMARK_WHOLE_PAGES === '1' });
      }
      await page.close();
    });
  }
}
