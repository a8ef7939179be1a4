import Link from 'next/link';
import { PageHeader } from '../frame/page-header';
import { Empty } from '../state/empty';
import { clustersHref, findingsHref, policiesHref } from '../url/addresses';

export default function NotFound() {
  return (
    <>
      <PageHeader title="Not found" />
      <Empty title="There is nothing at this address">
        It may name something that no snapshot holds any more, or that you may not see. Look in{' '}
        <Link href={clustersHref()}>clusters</Link>, <Link href={policiesHref()}>policies</Link> or{' '}
        <Link href={findingsHref()}>findings</Link>.
      </Empty>
    </>
  );
}
