import { Suspense } from 'react';
import { ask } from '../api/ask';
import { graphql } from '../api/generated';
import { ChecksPanel } from '../fleet/checks-panel';
import { EnforcementPanel } from '../fleet/enforcement-panel';
import { FleetSkeleton } from '../fleet/fleet-skeleton';
import { NewestPanel } from '../fleet/newest-panel';
import { Tiles } from '../fleet/tiles';
import { WorstClustersPanel } from '../fleet/worst-clusters-panel';
import layout from '../frame/layout.module.css';
import { PageHeader } from '../frame/page-header';
import { Failed } from '../state/failed';
import { FirstRun } from '../state/first-run';

const FleetPageQuery = graphql(`
  query FleetPage {
    fleet {
      ...Tiles
      ...EnforcementPanel
      ...ChecksPanel
    }
    unenforced: policies(first: 1, filter: { enforcer: NOBODY }) {
      totalCount
    }
    worst: clusters(first: 6, orderBy: ERRORS) {
      ...WorstClusters
    }
    newest: findings(first: 5, filter: { state: OPEN }, orderBy: FIRST_SEEN) {
      ...NewestFindings
    }
  }
`);

export default function FleetPage() {
  return (
    <>
      <PageHeader title="Fleet" />
      <Suspense fallback={<FleetSkeleton />}>
        <Fleet />
      </Suspense>
    </>
  );
}

async function Fleet() {
  const { data, failure } = await ask(FleetPageQuery, {});
  if (failure) return <Failed failure={failure} />;
  const { fleet, unenforced, worst, newest } = data;
  if (fleet.clusters === 0) return <FirstRun />;
  return (
    <div className={layout.stack}>
      <Tiles fleet={fleet} unenforcedPolicies={unenforced.totalCount} />
      <div className={layout.pair}>
        <EnforcementPanel fleet={fleet} />
        <ChecksPanel fleet={fleet} />
      </div>
      <div className={layout.pair}>
        <WorstClustersPanel clusters={worst} />
        <NewestPanel findings={newest} />
      </div>
    </div>
  );
}
