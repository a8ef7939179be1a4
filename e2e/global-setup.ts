import { startProduct } from './product.js';

/** One product with the example fleet for all tests, which only read; or the running one that the environment names. */
export default async function globalSetup(): Promise<() => Promise<void>> {
  if (process.env.WAYMARK_E2E_DASHBOARD && process.env.WAYMARK_E2E_API) return async () => {};
  const product = await startProduct();
  process.env.WAYMARK_E2E_DASHBOARD = product.dashboard;
  process.env.WAYMARK_E2E_API = product.api;
  return () => product.end();
}
