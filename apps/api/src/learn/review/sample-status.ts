export type SampleStatus = 'pending' | 'approved' | 'rejected';
