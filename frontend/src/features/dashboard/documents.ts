// What the dashboard asks of the server.
import { graphql, type ResultOf } from "~/graphql/tada";

export const GROUP_STATISTICS = graphql(`
  query GroupStatistics($first: Int!, $after: String, $filter: GroupStatisticsFilter) {
    groupStatistics(first: $first, after: $after, filter: $filter) {
      totalCount
      pageInfo { hasNextPage endCursor }
      nodes {
        group { id name externalId isPrivate }
        members
        learners
        invited
        active
        deactivated
        joined
        joinedRate
        medianHoursToJoin
      }
    }
  }
`);

export const GROUP_HISTORY = graphql(`
  query GroupHistory($id: ID!, $by: Period!, $from: Date) {
    groupStatistics(first: 1, filter: { groupIds: [$id] }) {
      nodes {
        group { id name externalId }
        members
        joined
        joinedRate
        medianHoursToJoin
        series(by: $by, from: $from) { day invited joined invitedTotal joinedTotal joinedRate }
        sessions {
          registered
          mailed
          joined
          session { id name state startsAt program { id title } }
        }
      }
    }
  }
`);

export type Numbers = ResultOf<typeof GROUP_STATISTICS>["groupStatistics"]["nodes"][number];
export type History = ResultOf<typeof GROUP_HISTORY>["groupStatistics"]["nodes"][number];
export type Point = History["series"][number];
