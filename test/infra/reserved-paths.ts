/**
 * Paths that never reach a Cloud Run service: "It is not possible to use /eventlog, paths starting with /_ah/, some paths
 * ending with z. We recommend avoiding all paths that end in z" (https://cloud.google.com/run/docs/issues).
 */
export function isReserved(path: string): boolean {
  return path === '/eventlog' || path.startsWith('/_ah/') || path.endsWith('z');
}
