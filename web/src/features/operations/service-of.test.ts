import { describe, expect, it } from 'vitest';
import { serviceOf } from './service-of';

describe('the service of a record', () => {
  it('is the target where the server calls it a unit', () => {
    expect(serviceOf({ targetKind: 'unit', target: 'nginx.service' })).toBe('nginx.service');
  });

  it('is none where the target is something else', () => {
    expect(serviceOf({ targetKind: 'command', target: 'systemctl restart nginx.service' })).toBeUndefined();
    expect(serviceOf({ targetKind: 'unit', target: '' })).toBeUndefined();
  });
});
