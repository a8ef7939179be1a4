import type { TopologyPictureFragment } from '../api/generated/graphql';
import type { ObjectRef } from '../api/shapes';
import { formatNumber } from '../format/number';
import type { PictureEdge, PictureModel, PictureNode } from '../picture/model';
import { BINDING_WORDS } from '../words/binding-reasons';
import { captureLabel } from './capture-label';

/** Services drawn; a namespace with more of them is read in the list. */
export const SERVICES_DRAWN = 24;
/** Workloads drawn. */
export const WORKLOADS_DRAWN = 30;

const COLUMNS = ['Gateway', 'Service', 'Waypoint', 'Workload'] as const;
const AROUND = 'around';

/** gateway → service → waypoint → workload, and dashed what reaches pods around the waypoint, with nobody asking who. */
export function pictureOf({ services, workloads, gateways }: TopologyPictureFragment): PictureModel {
  const nodes = new Map<string, PictureNode>();
  const edges = new Map<string, PictureEdge>();
  const node = (each: PictureNode) => nodes.set(each.id, each);
  const edge = (from: string, to: string, tone: PictureEdge['tone']) => edges.set(`${from}→${to}`, { from, to, tone });

  const drawnWorkloads = workloads.slice(0, WORKLOADS_DRAWN);
  for (const workload of drawnWorkloads) {
    const { object, captured, sidecars, pods } = workload;
    node({
      id: idOf(object),
      column: 3,
      title: object.name,
      subtitle: [captureLabel(workload), pods > 1 ? `${formatNumber(pods)} pods` : ''].filter(Boolean).join(', '),
      tone: captured + sidecars === pods ? 'as-written' : 'not-crossed',
    });
  }
  const readiness = new Map(gateways.map(({ object, ready }) => [idOf(object), ready]));
  const gatewayNode = (gateway: ObjectRef, column: number) =>
    node({
      id: `${column} ${idOf(gateway)}`,
      column,
      title: gateway.name,
      subtitle: readiness.get(idOf(gateway)) === 'NOT_READY' ? `${gateway.namespace}, not ready` : gateway.namespace,
      tone: 'plain',
    });
  for (const { object, workloads: owners, waypoint, binding, routedFrom, ways } of services.slice(0, SERVICES_DRAWN)) {
    const id = idOf(object);
    const subtitle = waypoint || binding === 'NO_REFERENCE' ? object.kind : `no waypoint: ${BINDING_WORDS[binding]}`;
    node({ id, column: 1, title: object.name, subtitle, tone: 'plain' });
    for (const gateway of routedFrom) {
      gatewayNode(gateway, 0);
      edge(`0 ${idOf(gateway)}`, id, 'plain');
    }
    if (waypoint) {
      gatewayNode(waypoint, 2);
      edge(id, `2 ${idOf(waypoint)}`, 'as-written');
    }
    const isOpen = ways.some(
      ({ pathClass, bypasses, guarded }) => pathClass === 'POD_ADDRESSED' && bypasses && !guarded,
    );
    for (const owner of owners.filter((each) => nodes.has(idOf(each)))) {
      edge(waypoint ? `2 ${idOf(waypoint)}` : id, idOf(owner), waypoint ? 'as-written' : 'plain');
      if (!isOpen) continue;
      node({
        id: AROUND,
        column: 2,
        title: 'around the waypoint',
        subtitle: 'whoever calls the pods',
        tone: 'no-effect',
      });
      edge(AROUND, idOf(owner), 'no-effect');
    }
  }
  const rest = (column: number, count: number) =>
    count > 0 &&
    node({
      id: `rest ${column}`,
      column,
      title: `and ${formatNumber(count)} more`,
      subtitle: 'listed below',
      tone: 'plain',
    });
  rest(1, services.length - SERVICES_DRAWN);
  rest(3, workloads.length - drawnWorkloads.length);
  return withoutEmptyColumns({ columns: COLUMNS, nodes: [...nodes.values()], edges: [...edges.values()] });
}

function withoutEmptyColumns({ columns, nodes, edges }: PictureModel): PictureModel {
  const used = columns.map((_, index) => index).filter((index) => nodes.some(({ column }) => column === index));
  return {
    columns: used.flatMap((index) => columns[index] ?? []),
    nodes: nodes.map((node) => ({ ...node, column: used.indexOf(node.column) })),
    edges,
  };
}

const idOf = ({ kind, namespace, name }: ObjectRef): string => `${kind} ${namespace}/${name}`;
