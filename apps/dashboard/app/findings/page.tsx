import { Suspense } from 'react';
import { ask } from '../../api/ask';
import { graphql } from '../../api/generated';
import { FindingsFilter } from '../../finding/findings-filter';
import { FindingsTable } from '../../finding/findings-table';
import { PageHeader } from '../../frame/page-header';
import { Empty } from '../../state/empty';
import { Failed } from '../../state/failed';
import { FilterSkeleton, TableSkeleton } from '../../state/skeleton';
import { Pager } from '../../table/pager';
import { findingsHref, type FindingsState } from '../../url/addresses';
import { findingFilter, parseFindings } from '../../url/lists';
import { cursorOf, PAGE_SIZE, type Paging, parsePaging } from '../../url/paging';
import type { RawParams } from '../../url/search-params';

export const metadata = { title: 'Findings' };

const FindingsPageQuery = graphql(`
  query FindingsPage($first: Int!, $after: String, $filter: FindingFilter, $orderBy: FindingOrder) {
    findings(first: $first, after: $after, filter: $filter, orderBy: $orderBy) {
      totalCount
      nodes {
        ...FindingRow
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

export default async function FindingsPage({ searchParams }: { searchParams: Promise<RawParams> }) {
  const params = await searchParams;
  const state = parseFindings(params);
  const paging = parsePaging(params);
  return (
    <>
      <PageHeader title="Findings">One for each cause, with all that suffers from it.</PageHeader>
      <Suspense fallback={<FilterSkeleton fields={8} />}>
        <FilterWithChoices state={state} />
      </Suspense>
      <Suspense key={JSON.stringify([state, paging])} fallback={<TableSkeleton columns={5} />}>
        <Findings state={state} paging={paging} />
      </Suspense>
    </>
  );
}

const FindingChoicesQuery = graphql(`
  query FindingChoices {
    checks {
      id
      title
    }
    clusters(first: 100, orderBy: NAME) {
      nodes {
        name
      }
    }
  }
`);

async function FilterWithChoices({ state }: { state: FindingsState }) {
  const { data } = await ask(FindingChoicesQuery, {});
  const clusters = data?.clusters.nodes.map(({ name }) => name) ?? [];
  return <FindingsFilter state={state} clusters={clusters} checks={data?.checks ?? []} />;
}

async function Findings({ state, paging }: { state: FindingsState; paging: Paging }) {
  const { data, failure } = await ask(FindingsPageQuery, {
    first: PAGE_SIZE,
    after: cursorOf(paging),
    filter: findingFilter(state),
    orderBy: state.order ?? 'SEVERITY',
  });
  if (failure) return <Failed failure={failure} />;
  const { nodes, totalCount, pageInfo } = data.findings;
  if (nodes.length === 0) return <NoFinding state={state} />;
  return (
    <>
      <FindingsTable findings={nodes} />
      <Pager
        paging={paging}
        rows={nodes.length}
        total={totalCount}
        endCursor={pageInfo.hasNextPage ? (pageInfo.endCursor ?? null) : null}
        noun="finding"
        hrefFor={(page) => findingsHref({ ...state, ...page })}
      />
    </>
  );
}

function NoFinding({ state: { order: _order, ...filters } }: { state: FindingsState }) {
  const filtered = Object.values(filters).some((value) => value !== undefined);
  if (filtered) return <Empty title="No finding matches">Take a filter away, or clear them all.</Empty>;
  return <Empty title="No open finding">Every check passes on every analysed cluster.</Empty>;
}
