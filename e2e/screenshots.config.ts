import { defineConfig } from '@playwright/test';
import config from './playwright.config.js';

/** `npm run screenshots`: every page of the dashboard, light and dark, wide and narrow, into docs/screenshots. */
export default defineConfig({ ...config, testMatch: '*.shots.ts', reporter: 'list', timeout: 300_000 });
