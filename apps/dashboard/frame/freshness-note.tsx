import { IconClock } from '@tabler/icons-react';
import Link from 'next/link';
import { ask } from '../api/ask';
import { graphql } from '../api/generated';
import { SpanText } from '../format/instant-text';
import { counted, formatNumber } from '../format/number';
import { clustersHref } from '../url/addresses';
import classes from './page-header.module.css';

const FreshnessNoteQuery = graphql(`
  query FreshnessNote {
    fleet {
      clusters
      staleClusters
      silentClusters
      dataFrom
      dataTo
    }
  }
`);

/** How old the data of every page is, and which clusters it is missing. */
export async function FreshnessNote() {
  const { data } = await ask(FreshnessNoteQuery, {});
  if (!data) return null; // the page says why
  const { clusters, staleClusters, silentClusters, dataFrom, dataTo } = data.fleet;
  if (clusters === 0) return <p className={classes.fresh}>No data yet</p>;
  return (
    <p className={classes.fresh}>
      <IconClock size={14} stroke={1.7} aria-hidden />
      <span>
        {dataFrom && dataTo ? (
          <>
            Data <SpanText from={dataFrom} to={dataTo} now={new Date().toISOString()} />
          </>
        ) : (
          'No data yet'
        )}
        {', '}
        {staleClusters + silentClusters === 0 ? (
          <Link href={clustersHref()} prefetch={false}>
            {clusters === 1 ? 'the only cluster fresh' : `all ${counted(clusters, 'cluster')} fresh`}
          </Link>
        ) : (
          <>
            {staleClusters > 0 && (
              <Link href={clustersHref({ freshness: 'STALE' })} prefetch={false} className={classes.stale}>
                {formatNumber(staleClusters)} of {counted(clusters, 'cluster')} stale
              </Link>
            )}
            {staleClusters > 0 && silentClusters > 0 && ', '}
            {silentClusters > 0 && (
              <Link href={clustersHref({ freshness: 'SILENT' })} prefetch={false} className={classes.stale}>
                {formatNumber(silentClusters)} silent
              </Link>
            )}
          </>
        )}
      </span>
    </p>
  );
}
