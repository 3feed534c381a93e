import { client, take } from '../../api/client';
import type { ServiceDetail } from '../../api/model';

export async function readService(name: string, signal: AbortSignal): Promise<ServiceDetail> {
  return (await take(client.GET('/api/v1/services/{name}', { params: { path: { name } }, signal }))) as ServiceDetail;
}
