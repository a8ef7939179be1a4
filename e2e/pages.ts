/** Asks the API; throws with what it answered when it refuses. */
export async function ask<T>(api: string, query: string): Promise<T> {
  const response = await fetch(`${api}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  });
  const { data, errors } = (await response.json()) as { data?: T; errors?: unknown };
  if (data === undefined || errors !== undefined) throw new Error(JSON.stringify(errors));
  return data;
}

export interface PageToSee {
  readonly name: string;
  readonly path: string;
}

/** Every kind of page that the dashboard has, with an object of the example fleet where it needs one. */
export async function pagesOf(api: string): Promise<PageToSee[]> {
  const { policies, findings } = await ask<{
    policies: { nodes: { id: string }[] };
    findings: { nodes: { id: string }[] };
  }>(
    api,
    `{ policies(first: 1, filter: { name: "allow-refunds-from-backoffice" }) { nodes { id } }
       findings(first: 1, filter: { check: "waypoint-missing" }) { nodes { id } } }`,
  );
  return [
    { name: 'fleet', path: '/' },
    { name: 'clusters', path: '/clusters' },
    { name: 'cluster', path: '/clusters/prod-eu-west' },
    { name: 'topology', path: '/clusters/prod-eu-west/topology?namespace=payments' },
    { name: 'policies', path: '/policies' },
    { name: 'policy', path: `/policies/${policies.nodes[0]?.id}` },
    { name: 'findings', path: '/findings' },
    { name: 'finding', path: `/findings/${findings.nodes[0]?.id}` },
  ];
}
