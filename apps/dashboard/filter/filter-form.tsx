'use client';

import { NativeSelect, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useEffect, useRef, useTransition } from 'react';
import classes from './filter-form.module.css';

export interface FilterField {
  readonly name: string;
  readonly label: string;
  readonly value: string;
  /** A text field when absent. The first option stands for "no filter"; `value` has to be among them. */
  readonly options?: readonly { readonly value: string; readonly label: string }[];
  readonly placeholder?: string;
}

interface FilterFormProps {
  readonly action: string;
  readonly fields: readonly FilterField[];
  /** Something is always chosen: there is nothing to clear. */
  readonly required?: boolean;
}

const TYPING_PAUSE_MS = 400;

/**
 * The filters of a list. Its state is the address: every change goes there, and the page comes back with it. What was
 * chosen before the script ran is taken over when it does.
 */
export function FilterForm({ action, fields, required = false }: FilterFormProps) {
  const router = useRouter();
  const form = useRef<HTMLFormElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const hydrated = useRef(false);
  const [pending, startTransition] = useTransition();
  const filtered = !required && fields.some(({ value }) => value !== '');

  useEffect(() => {
    const differing = fields.flatMap(({ name, value }) => {
      const element = form.current?.elements.namedItem(name);
      const isField = element instanceof HTMLInputElement || element instanceof HTMLSelectElement;
      return isField && element.value !== value ? [{ element, value }] : [];
    });
    const chosenBefore = !hydrated.current && differing.length > 0;
    hydrated.current = true;
    if (chosenBefore) return form.current?.requestSubmit();
    for (const { element, value } of differing) {
      // What the viewer chooses or types right now is newer than the address.
      if (element !== document.activeElement) element.value = value;
    }
  }, [fields]);
  useEffect(() => () => clearTimeout(timer.current), []);

  const apply = () => {
    clearTimeout(timer.current);
    if (form.current) startTransition(() => router.push(addressOf(action, form.current), { scroll: false }));
  };
  const applySoon = () => {
    clearTimeout(timer.current);
    timer.current = setTimeout(apply, TYPING_PAUSE_MS);
  };

  return (
    <form
      ref={form}
      action={action}
      role="search"
      aria-label="Filters"
      autoComplete="off" // else a browser that goes back puts an older choice in, which is not the address's
      className={classes.form}
      data-pending={pending || undefined}
      onSubmit={(event) => {
        event.preventDefault();
        apply();
      }}
    >
      {fields.map((field, index) =>
        field.options ? (
          <NativeSelect
            key={field.name}
            name={field.name}
            aria-label={field.label}
            size="xs"
            defaultValue={field.value}
            data={[...field.options]}
            onChange={apply}
            classNames={{ root: classes.select, input: classes.input }}
            data-active={field.value !== '' || undefined}
          />
        ) : (
          <TextInput
            key={field.name}
            name={field.name}
            aria-label={field.label}
            placeholder={field.placeholder ?? field.label}
            size="xs"
            defaultValue={field.value}
            onChange={applySoon}
            autoComplete="off"
            spellCheck={false}
            leftSection={index === 0 ? <IconSearch size={14} aria-hidden /> : undefined}
            rightSection={index === 0 ? <kbd className={classes.key}>/</kbd> : undefined}
            rightSectionPointerEvents="none"
            classNames={{ root: index === 0 ? classes.search : classes.text, input: classes.input }}
            {...(index === 0 ? { 'data-search': true } : {})}
          />
        ),
      )}
      {filtered && (
        <Link href={action} className={classes.clear}>
          Clear
        </Link>
      )}
      <span role="status" className="only-read">
        {pending ? 'Loading' : ''}
      </span>
    </form>
  );
}

function addressOf(action: string, form: HTMLFormElement | null): string {
  const params = new URLSearchParams();
  for (const [name, value] of form ? new FormData(form) : []) {
    if (typeof value === 'string' && value.trim() !== '') params.append(name, value.trim());
  }
  const query = params.toString();
  return query === '' ? action : `${action}?${query}`;
}
