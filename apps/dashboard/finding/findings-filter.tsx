import { FilterForm } from '../filter/filter-form';
import { including } from '../filter/options';
import type { FindingsState } from '../url/addresses';
import { SEVERITIES, SEVERITY_WORDS } from '../words/severities';

interface FindingsFilterProps {
  state: FindingsState;
  clusters: readonly string[];
  checks: readonly { id: string; title: string }[];
}

export function FindingsFilter({ state, clusters, checks }: FindingsFilterProps) {
  return (
    <FilterForm
      action="/findings"
      fields={[
        { name: 'name', label: 'Name of the object', value: state.name ?? '', placeholder: 'Object name, exactly' },
        { name: 'namespace', label: 'Namespace', value: state.namespace ?? '' },
        {
          name: 'severity',
          label: 'Severity',
          value: state.severity ?? '',
          options: [
            { value: '', label: 'Any severity' },
            ...SEVERITIES.map((value) => ({ value, label: SEVERITY_WORDS[value].label })),
          ],
        },
        {
          name: 'state',
          label: 'State',
          value: state.state === 'OPEN' ? '' : (state.state ?? ''),
          options: [
            { value: '', label: 'Open' },
            { value: 'SUPPRESSED', label: 'Suppressed' },
            { value: 'FIXED', label: 'Fixed' },
            { value: 'ALL', label: 'All' },
          ],
        },
        {
          name: 'check',
          label: 'Check',
          value: state.check ?? '',
          options: [
            { value: '', label: 'Any check' },
            ...including(
              checks.map(({ id, title }) => ({ value: id, label: title })),
              state.check,
            ),
          ],
        },
        {
          name: 'cluster',
          label: 'Cluster',
          value: state.cluster ?? '',
          options: [
            { value: '', label: 'Any cluster' },
            ...including(
              clusters.map((value) => ({ value, label: value })),
              state.cluster,
            ),
          ],
        },
        { name: 'kind', label: 'Kind', value: state.kind ?? '' },
        {
          name: 'order',
          label: 'Order',
          value: state.order === 'SEVERITY' ? '' : (state.order ?? ''),
          options: [
            { value: '', label: 'Most severe first' },
            { value: 'FIRST_SEEN', label: 'Newest first' },
            { value: 'CLUSTER', label: 'By cluster' },
          ],
        },
      ]}
    />
  );
}
