/** Whether this process serves pages. The API has a health of its own, which pages show when it fails. */
export const dynamic = 'force-dynamic';

export function GET(): Response {
  return Response.json({ status: 'ok' });
}
