import { Suspense } from 'react';
import { ask } from '../../api/ask';
import { graphql } from '../../api/generated';
import { ClustersFilter } from '../../cluster/clusters-filter';
import { ClustersTable } from '../../cluster/clusters-table';
import { PageHeader } from '../../frame/page-header';
import { Empty } from '../../state/empty';
import { Failed } from '../../state/failed';
import { FirstRun } from '../../state/first-run';
import { TableSkeleton } from '../../state/skeleton';
import { Pager } from '../../table/pager';
import { type ClustersState, clustersHref } from '../../url/addresses';
import { clusterFilter, parseClusters } from '../../url/lists';
import { cursorOf, PAGE_SIZE, type Paging, parsePaging } from '../../url/paging';
import type { RawParams } from '../../url/search-params';

export const metadata = { title: 'Clusters' };

const ClustersPageQuery = graphql(`
  query ClustersPage($first: Int!, $after: String, $filter: ClusterFilter, $orderBy: ClusterOrder) {
    clusters(first: $first, after: $after, filter: $filter, orderBy: $orderBy) {
      totalCount
      nodes {
        ...ClusterRow
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

export default async function ClustersPage({ searchParams }: { searchParams: Promise<RawParams> }) {
  const params = await searchParams;
  const state = parseClusters(params);
  const paging = parsePaging(params);
  return (
    <>
      <PageHeader title="Clusters" />
      <ClustersFilter state={state} />
      <Suspense key={JSON.stringify([state, paging])} fallback={<TableSkeleton columns={7} />}>
        <Clusters state={state} paging={paging} />
      </Suspense>
    </>
  );
}

async function Clusters({ state, paging }: { state: ClustersState; paging: Paging }) {
  const { data, failure } = await ask(ClustersPageQuery, {
    first: PAGE_SIZE,
    after: cursorOf(paging),
    filter: clusterFilter(state),
    orderBy: state.order ?? 'NAME',
  });
  if (failure) return <Failed failure={failure} />;
  const { nodes, totalCount, pageInfo } = data.clusters;
  if (nodes.length === 0) {
    const filtered = state.name ?? state.freshness ?? state.label;
    if (!filtered) return <FirstRun />;
    return <Empty title="No cluster matches">Take a filter away, or look at all clusters.</Empty>;
  }
  return (
    <>
      <ClustersTable clusters={nodes} />
      <Pager
        paging={paging}
        rows={nodes.length}
        total={totalCount}
        endCursor={pageInfo.hasNextPage ? (pageInfo.endCursor ?? null) : null}
        noun="cluster"
        hrefFor={(page) => clustersHref({ ...state, ...page })}
      />
    </>
  );
}
