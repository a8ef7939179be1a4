// The six clusters: the same but for what stands here and in faults.mjs.
import { addressBook } from './place.mjs';

const RELEASES = {
  payments: '4.12.1',
  shop: '2026.11.3',
  catalog: '7.4.0',
  identity: '1.19.2',
  legacy: '12.0.8',
  requestTagging: 'v1.4.2',
};

const describe = (name, number, { releases, ...rest }) => ({
  name,
  live: true,
  domain: 'meridian.example',
  addresses: addressBook(number),
  releases: { ...RELEASES, ...releases },
  replicas: rest.labels.env === 'prod' ? 2 : 1,
  ...rest,
});

/** Fresh descriptions: every call hands out the same addresses from the start. */
export const clusters = () => [
  describe('prod-eu-west', 1, {
    istioVersion: '1.28.3',
    labels: { cohort: 'prod', env: 'prod', region: 'eu-west-1', team: 'platform' },
  }),
  describe('prod-us-east', 2, {
    istioVersion: '1.28.3',
    labels: { cohort: 'prod', env: 'prod', region: 'us-east-1', team: 'platform' },
  }),
  describe('prod-ap-south', 3, {
    istioVersion: '1.27.5',
    labels: { cohort: 'prod', env: 'prod', region: 'ap-south-1', team: 'platform' },
  }),
  describe('prod-us-west', 4, {
    istioVersion: '1.29.1',
    labels: { cohort: 'prod', env: 'prod', region: 'us-west-2', team: 'platform' },
    releases: { requestTagging: 'v1.5.0' },
  }),
  describe('staging-eu', 5, {
    istioVersion: '1.30.2',
    domain: 'staging.meridian.example',
    labels: { cohort: 'staging', env: 'staging', region: 'eu-west-1', team: 'platform' },
    releases: { shop: '2026.12.0-rc.1', requestTagging: 'v1.5.0' },
  }),
  // Rendered from Git: no pods, no status, no addresses.
  describe('staging-git', 6, {
    istioVersion: '1.30.2',
    live: false,
    domain: 'staging.meridian.example',
    labels: { cohort: 'staging', env: 'staging', region: 'git', team: 'platform' },
    releases: { shop: '2026.12.0-rc.1', requestTagging: 'v1.5.0' },
  }),
];
