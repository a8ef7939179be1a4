import { Suspense } from 'react';
import { ask } from '../../api/ask';
import { graphql } from '../../api/generated';
import { PageHeader } from '../../frame/page-header';
import { PoliciesFilter } from '../../policy/policies-filter';
import { PoliciesTable } from '../../policy/policies-table';
import { Empty } from '../../state/empty';
import { Failed } from '../../state/failed';
import { FilterSkeleton, TableSkeleton } from '../../state/skeleton';
import { Pager } from '../../table/pager';
import { policiesHref, type PoliciesState } from '../../url/addresses';
import { parsePolicies, policyFilter } from '../../url/lists';
import { cursorOf, PAGE_SIZE, type Paging, parsePaging } from '../../url/paging';
import type { RawParams } from '../../url/search-params';
import { Legend } from '../../words/legend';

export const metadata = { title: 'Policies' };

const PoliciesPageQuery = graphql(`
  query PoliciesPage($first: Int!, $after: String, $filter: PolicyFilter) {
    policies(first: $first, after: $after, filter: $filter) {
      totalCount
      nodes {
        ...PolicyRow
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

export default async function PoliciesPage({ searchParams }: { searchParams: Promise<RawParams> }) {
  const params = await searchParams;
  const state = parsePolicies(params);
  const paging = parsePaging(params);
  return (
    <>
      <PageHeader title="Policies">By kind, namespace and name, over all clusters that hold them.</PageHeader>
      <Suspense fallback={<FilterSkeleton fields={6} />}>
        <FilterWithClusters state={state} />
      </Suspense>
      <Suspense key={JSON.stringify([state, paging])} fallback={<TableSkeleton columns={6} />}>
        <Policies state={state} paging={paging} />
      </Suspense>
      <Legend />
    </>
  );
}

const ClusterNamesQuery = graphql(`
  query ClusterNames {
    clusters(first: 100, orderBy: NAME) {
      nodes {
        name
      }
    }
  }
`);

async function FilterWithClusters({ state }: { state: PoliciesState }) {
  const { data } = await ask(ClusterNamesQuery, {});
  return <PoliciesFilter state={state} clusters={data?.clusters.nodes.map(({ name }) => name) ?? []} />;
}

async function Policies({ state, paging }: { state: PoliciesState; paging: Paging }) {
  const { data, failure } = await ask(PoliciesPageQuery, {
    first: PAGE_SIZE,
    after: cursorOf(paging),
    filter: policyFilter(state),
  });
  if (failure) return <Failed failure={failure} />;
  const { nodes, totalCount, pageInfo } = data.policies;
  if (nodes.length === 0) return <NoPolicy filtered={Object.values(state).some((value) => value !== undefined)} />;
  return (
    <>
      <PoliciesTable policies={nodes} cluster={state.cluster} />
      <Pager
        paging={paging}
        rows={nodes.length}
        total={totalCount}
        endCursor={pageInfo.hasNextPage ? (pageInfo.endCursor ?? null) : null}
        noun="policy"
        plural="policies"
        hrefFor={(page) => policiesHref({ ...state, ...page })}
      />
    </>
  );
}

function NoPolicy({ filtered }: { filtered: boolean }) {
  if (filtered) return <Empty title="No policy matches">Take a filter away, or clear them all.</Empty>;
  return (
    <Empty title="No policy yet">Policies show here once the snapshot of a cluster that holds some is analysed.</Empty>
  );
}
