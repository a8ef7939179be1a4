'use client';

import { IconAlertOctagon, IconGauge, IconServer2, IconShieldHalf } from '@tabler/icons-react';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import classes from './frame.module.css';

const PLACES = [
  { href: '/', label: 'Fleet', Icon: IconGauge },
  { href: '/clusters', label: 'Clusters', Icon: IconServer2 },
  { href: '/policies', label: 'Policies', Icon: IconShieldHalf },
  { href: '/findings', label: 'Findings', Icon: IconAlertOctagon },
];

export function Navigation() {
  const path = usePathname();
  return (
    <nav aria-label="Main" className={classes.navigation}>
      {PLACES.map(({ href, label, Icon }) => {
        const here = path === href;
        const inside = here || (href !== '/' && path.startsWith(`${href}/`));
        return (
          <Link
            key={href}
            href={href}
            className={classes.place}
            data-inside={inside || undefined}
            aria-current={here ? 'page' : undefined}
          >
            <Icon size={17} stroke={1.6} aria-hidden />
            {label}
          </Link>
        );
      })}
    </nav>
  );
}
