import { FilterForm } from '../filter/filter-form';
import type { ClustersState } from '../url/addresses';
import { FRESHNESS_STATES, FRESHNESS_WORDS } from '../words/freshness';

export function ClustersFilter({ state }: { state: ClustersState }) {
  return (
    <FilterForm
      action="/clusters"
      fields={[
        { name: 'name', label: 'Cluster name', value: state.name ?? '', placeholder: 'Find a cluster' },
        { name: 'label', label: 'Label, as key=value', value: state.label ?? '', placeholder: 'Label: key=value' },
        {
          name: 'freshness',
          label: 'Freshness',
          value: state.freshness ?? '',
          options: [
            { value: '', label: 'Any freshness' },
            ...FRESHNESS_STATES.map((value) => ({ value, label: FRESHNESS_WORDS[value].label })),
          ],
        },
        {
          name: 'order',
          label: 'Order',
          value: state.order === 'NAME' ? '' : (state.order ?? ''),
          options: [
            { value: '', label: 'By name' },
            { value: 'ERRORS', label: 'Most errors first' },
            { value: 'FRESHNESS', label: 'Stalest first' },
          ],
        },
      ]}
    />
  );
}
