import type {
  CorrectionRequest,
  CorrectionResponse,
  HistoryItem,
  PredictionRequest,
  PredictionResponse,
  Problem,
} from '@inkling/contract';

interface Refused {
  headers: Record<string, unknown>;
  content: { 'application/problem+json': Problem };
}

interface Answered<Body> {
  headers: Record<string, unknown>;
  content: { 'application/json': Body };
}

export interface paths {
  '/api/predictions': {
    get: {
      parameters: { query?: { cursor?: string; limit?: number; task?: HistoryItem['task'] } };
      responses: {
        200: Answered<{ items: HistoryItem[]; nextCursor: string | null }>;
        default: Refused;
      };
    };
    post: {
      requestBody: {
        content: {
          'application/json': PredictionRequest;
          'multipart/form-data': { file: string; task: HistoryItem['task'] };
        };
      };
      responses: { 201: Answered<PredictionResponse>; default: Refused };
    };
  };
  '/api/corrections': {
    post: {
      requestBody: { content: { 'application/json': CorrectionRequest } };
      responses: { 201: Answered<CorrectionResponse>; default: Refused };
    };
  };
  '/api/corrections/{id}': {
    delete: {
      parameters: { path: { id: string } };
      responses: { 204: { headers: Record<string, unknown>; content?: never }; default: Refused };
    };
  };
  '/api/health/live': {
    get: { responses: { 200: Answered<{ status: 'ok' }>; default: Refused } };
  };
}
