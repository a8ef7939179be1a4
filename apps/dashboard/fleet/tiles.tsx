import { IconAlertOctagon, IconAlertTriangle, IconInfoCircle } from '@tabler/icons-react';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { graphql } from '../api/generated';
import type { TilesFragment } from '../api/generated/graphql';
import { formatNumber } from '../format/number';
import { clustersHref, findingsHref, policiesHref } from '../url/addresses';
import classes from './tiles.module.css';

graphql(`
  fragment Tiles on FleetSummary {
    clusters
    freshClusters
    policies
    findingCounts {
      error
      warning
      info
    }
  }
`);

/** The fleet in six numbers, each the way to its list. */
export function Tiles({ fleet, unenforcedPolicies }: { fleet: TilesFragment; unenforcedPolicies: number }) {
  const { clusters, freshClusters, policies, findingCounts } = fleet;
  return (
    <ul className={classes.tiles}>
      <Tile
        href={findingsHref({ severity: 'ERROR' })}
        label="Errors"
        value={findingCounts.error}
        tone="error"
        note="open findings"
      >
        <IconAlertOctagon size={15} stroke={2} aria-hidden />
      </Tile>
      <Tile
        href={findingsHref({ severity: 'WARNING' })}
        label="Warnings"
        value={findingCounts.warning}
        tone="warning"
        note="open findings"
      >
        <IconAlertTriangle size={15} stroke={2} aria-hidden />
      </Tile>
      <Tile
        href={findingsHref({ severity: 'INFO' })}
        label="Infos"
        value={findingCounts.info}
        tone="info"
        note="open findings"
      >
        <IconInfoCircle size={15} stroke={2} aria-hidden />
      </Tile>
      <Tile
        href={policiesHref({ enforcer: 'NOBODY' })}
        label="Enforced by nobody"
        value={unenforcedPolicies}
        note="policies in some cluster"
      />
      <Tile href={policiesHref()} label="Policies" value={policies} note="by kind and name" />
      <Tile href={clustersHref()} label="Clusters" value={clusters} note={`${formatNumber(freshClusters)} fresh`} />
    </ul>
  );
}

interface TileProps {
  href: string;
  label: string;
  value: number;
  note: string;
  tone?: 'error' | 'warning' | 'info';
  children?: ReactNode;
}

function Tile({ href, label, value, note, tone, children }: TileProps) {
  return (
    <li>
      <Link href={href} prefetch={false} className={classes.tile} data-tone={value > 0 ? tone : undefined}>
        <span className={classes.label}>
          {children}
          {label}
        </span>
        <span className={classes.value}>{formatNumber(value)}</span>
        <span className={classes.note}>{note}</span>
      </Link>
    </li>
  );
}
