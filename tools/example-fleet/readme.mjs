const escape = (text) => text.replaceAll('|', '\\|');

/** README of the example fleet. Its table of faults is read by a test, row by row. */
export const readmeText = (clusters, faults, counts) => `# The example fleet

Six clusters of Meridian, a mail-order company that does not exist: four of cohort \`prod\` and two of cohort \`staging\`.
They are the same but for Istio versions, releases, and the faults below. \`staging-git\` is what stands in Git (no pods, no
status); the others are what a collector finds in a live cluster.

\`npm start\` loads them; \`npx waymark check examples/fleet/prod-eu-west\` judges one of them without a server. \`fleet.yaml\` has the
labels of the clusters. All files here are written by \`npm run generate\` from \`tools/example-fleet\`: change them there.

| cluster | Istio | objects |
| --- | --- | --- |
${clusters.map(({ name, istioVersion }) => `| \`${name}\` | ${istioVersion} | ${counts.get(name)} |`).join('\n')}

## The faults

Everything else in these clusters is meant to be good practice: mutual TLS everywhere, every pod locked down to its waypoint, every
Service with the list of its callers. A test asserts that each fault below is found by its check on its object, and that nothing
else of severity error or warning is.

| cluster | object | check | severity | what is wrong |
| --- | --- | --- | --- | --- |
${faults
  .map(
    ({ cluster, object, check, severity, wrong }) =>
      `| \`${cluster}\` | \`${object}\` | \`${check}\` | ${severity} | ${escape(wrong)} |`,
  )
  .join('\n')}
`;
