/** Whether a request goes to Compute Engine, be it at Google or at another end point: the path begins alike. */
export function isComputeRequest(url: string): boolean {
  return new URL(url).pathname.startsWith('/compute/');
}
