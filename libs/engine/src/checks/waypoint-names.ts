/** `namespace/name` whose name means to opt out, but is not the word that does. */
export const isMisspeltNone = (waypoint: string): boolean => {
  const name = waypoint.slice(waypoint.indexOf('/') + 1);
  return name === '' || (name !== 'none' && name.toLowerCase() === 'none');
};
