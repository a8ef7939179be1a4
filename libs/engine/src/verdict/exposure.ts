import type { PathClass } from '../analysis.js';
import type { ObjectRef } from '../manifest/manifest.js';
import { groupBy } from '../model/group-by.js';
import type { Workload } from '../model/model.js';
import { type Approach, type Approaches, NO_WAYPOINTS, type Waypoints } from './approach.js';
import { ownersOf } from './targets.js';

/** Workloads that one class of traffic reaches in the same way. */
export interface Reach {
  readonly pathClass: PathClass;
  /** The waypoints in front, whose identity and address replace the client's; sorted. */
  readonly behind: Waypoints;
  /** The traffic reaches the workload without crossing its own enforcer. */
  readonly bypassed: boolean;
  /** It arrives without mutual TLS, so that there is no identity to see. */
  readonly plaintext: boolean;
  readonly workloads: readonly Workload[];
  /** Owners of the workloads. */
  readonly targets: readonly ObjectRef[];
  /** The owners of those that are in a set; the same set is looked at once. */
  within(some: ReadonlySet<Workload>): readonly ObjectRef[];
}

/** Who stands at the destination of the selected workloads, and how traffic gets there. */
export interface Exposure {
  readonly workloads: readonly Workload[];
  /** All of them by owner. */
  readonly owners: readonly ObjectRef[];
  readonly captured: readonly Workload[];
  /** Those of one path class follow each other. */
  readonly ztunnel: readonly Reach[];
  readonly sidecars: readonly Workload[];
  readonly sidecar: readonly Reach[];
  readonly classicGateways: readonly Workload[];
  /** Neither captured nor with a sidecar; proxies of Gateways are not counted. */
  readonly unenforced: readonly Workload[];
}

/** Semantics 7.1 and table C, for the last hop. */
export function exposureOf(workloads: readonly Workload[], approaches: Approaches): Exposure {
  const captured = allOr(workloads, ({ capture }) => capture.captured);
  const sidecars = allOr(workloads, ({ capture, sidecar }) => sidecar && !capture.captured);
  const owners = ownersOf(workloads);
  const ownersHere = (some: readonly Workload[]) => (some === workloads ? owners : ownersOf(some));
  return {
    workloads,
    owners,
    captured,
    ztunnel: reachesOf(captured, ownersHere(captured), approaches, true),
    sidecars,
    sidecar: reachesOf(sidecars, ownersHere(sidecars), approaches, false),
    classicGateways: allOr(workloads, ({ classicGateway, capture }) => classicGateway && !capture.captured),
    unenforced: workloads.filter(
      ({ capture, sidecar, gateway, classicGateway }) =>
        !capture.captured && !sidecar && gateway === null && !classicGateway,
    ),
  };
}

/** The same array when it holds nothing else. */
const allOr = (workloads: readonly Workload[], belongs: (workload: Workload) => boolean): readonly Workload[] =>
  workloads.every(belongs) ? workloads : workloads.filter(belongs);

function reachesOf(
  workloads: readonly Workload[],
  owners: readonly ObjectRef[],
  approaches: Approaches,
  atZtunnel: boolean,
): readonly Reach[] {
  if (workloads.length === 0) return [];
  const alike = groupBy(workloads, (workload) => approaches.of(workload));
  const isBypassed = ({ bypassesZtunnel }: Approach) => atZtunnel && bypassesZtunnel;
  const [common] = alike.keys();
  const inClass = (
    pathClass: PathClass,
    behind: (approach: Approach) => Waypoints | null,
    how = MUTUAL_TLS,
  ): Reach[] => {
    if (common !== undefined && alike.size === 1) {
      const waypoints = behind(common);
      return waypoints === null ? [] : [new SharedReach(pathClass, waypoints, how, workloads, owners)];
    }
    return [...joined(alike, behind)].map(([waypoints, some]) => {
      const all = some.length === workloads.length;
      return new SharedReach(pathClass, waypoints, how, all ? workloads : some, all ? owners : ownersOf(some));
    });
  };
  return [
    ...inClass('SERVICE_ADDRESSED', ({ service, withoutTunnel }) => (withoutTunnel ? null : service)),
    ...inClass('SERVICE_ADDRESSED', ({ service, withoutTunnel }) => (withoutTunnel ? service : null), PLAINTEXT),
    ...inClass('POD_ADDRESSED', ({ pod, withoutTunnel }) => (withoutTunnel ? null : pod)),
    ...inClass('POD_ADDRESSED', ({ pod, withoutTunnel }) => (withoutTunnel ? pod : null), PLAINTEXT),
    ...inClass('INGRESS', ({ ingress }) => ingress),
    ...inClass('SIDECAR_CLIENT', () => NO_WAYPOINTS),
    ...inClass('UNCAPTURED_CLIENT', (approach) => (isBypassed(approach) ? null : NO_WAYPOINTS), PLAINTEXT),
    ...inClass('UNCAPTURED_CLIENT', (approach) => (isBypassed(approach) ? NO_WAYPOINTS : null), BYPASSING),
  ];
}

type Arrival = Pick<Reach, 'bypassed' | 'plaintext'>;

const MUTUAL_TLS: Arrival = { bypassed: false, plaintext: false };
const PLAINTEXT: Arrival = { bypassed: false, plaintext: true };
const BYPASSING: Arrival = { bypassed: true, plaintext: true };

/** The workloads of one class of traffic, by the waypoints in front of them. */
function joined(
  alike: ReadonlyMap<Approach, readonly Workload[]>,
  behind: (approach: Approach) => Waypoints | null,
): ReadonlyMap<Waypoints, readonly Workload[]> {
  const groups = new Map<Waypoints, (readonly Workload[])[]>();
  for (const [approach, workloads] of alike) {
    const waypoints = behind(approach);
    if (waypoints === null) continue;
    const known = groups.get(waypoints);
    if (known === undefined) groups.set(waypoints, [workloads]);
    else known.push(workloads);
  }
  return new Map(
    [...groups].map(([waypoints, parts]) => [waypoints, parts.length === 1 ? (parts[0] ?? []) : parts.flat()]),
  );
}

class SharedReach implements Reach {
  readonly bypassed: boolean;
  readonly plaintext: boolean;
  private parts: Map<ReadonlySet<Workload>, readonly ObjectRef[]> | undefined;

  constructor(
    readonly pathClass: PathClass,
    readonly behind: Waypoints,
    { bypassed, plaintext }: Arrival,
    readonly workloads: readonly Workload[],
    readonly targets: readonly ObjectRef[],
  ) {
    this.bypassed = bypassed;
    this.plaintext = plaintext;
  }

  within(some: ReadonlySet<Workload>): readonly ObjectRef[] {
    const parts = (this.parts ??= new Map<ReadonlySet<Workload>, readonly ObjectRef[]>());
    let owners = parts.get(some);
    if (owners === undefined) {
      owners = ownersOf(this.workloads.filter((workload) => some.has(workload)));
      parts.set(some, owners);
    }
    return owners;
  }
}
