'use client';

import { useMantineColorScheme } from '@mantine/core';
import { IconDeviceDesktop, IconMoon, IconSun } from '@tabler/icons-react';
import { useSyncExternalStore } from 'react';
import classes from './theme-toggle.module.css';

const SCHEMES = [
  { value: 'light', label: 'Light', Icon: IconSun },
  { value: 'auto', label: 'As the system', Icon: IconDeviceDesktop },
  { value: 'dark', label: 'Dark', Icon: IconMoon },
] as const;

const noChange = () => () => undefined;

export function ThemeToggle() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  // The choice lies in the browser, so the server marks none.
  const hydrated = useSyncExternalStore(
    noChange,
    () => true,
    () => false,
  );
  return (
    <div className={classes.toggle} role="group" aria-label="Colour theme">
      {SCHEMES.map(({ value, label, Icon }) => (
        <button
          key={value}
          type="button"
          className={classes.choice}
          aria-pressed={hydrated && colorScheme === value}
          aria-label={label}
          title={label}
          onClick={() => setColorScheme(value)}
        >
          <Icon size={15} stroke={1.7} aria-hidden />
        </button>
      ))}
    </div>
  );
}
